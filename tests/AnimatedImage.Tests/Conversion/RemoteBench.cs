using AnimatedImage.Conversion;
using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Tests.Gateway;

namespace AnimatedImage.Tests.Conversion;

/// <summary>A store in memory, a gateway of one's own and short words for the tests of conversions from and to stores.</summary>
public abstract class RemoteBench : ConversionBench
{
    private protected static readonly GatewayOptions Impatient = new()
    {
        RetryFor = TimeSpan.FromSeconds(1),
        FirstDelay = TimeSpan.FromMilliseconds(5),
        LongestDelay = TimeSpan.FromMilliseconds(40),
        StallLimit = TimeSpan.FromMilliseconds(300),
    };

    private protected MemoryStore Store { get; } = new();

    private protected MediaGateway Gateway { get; } = new(Impatient);

    private protected Converter Remote => new(FFmpegLocator.Find(), Store, Gateway);

    private protected static ConversionRequest Request(MediaLocation source, string destination) => new() { Source = source, Destination = destination };

    private protected async Task<IReadOnlyList<ConversionResult>> ConvertRemoteAsync(ConversionRequest request)
    {
        Converter converter = Remote;
        await using PreparedConversion prepared = await converter.PrepareAsync(request, null, Cancellation);
        return await converter.RunAsync(prepared, null, Cancellation);
    }

    /// <summary>Nothing is left open: no transfer, no connection, no source, no upload.</summary>
    private protected async Task AssertQuietAsync()
    {
        for (int wait = 0; wait < 200 && (Store.OpenReads != 0 || Gateway.Connections != 0); wait++)
        {
            await Task.Delay(10, Cancellation);
        }

        Assert.Equal((0, 0, 0, 0L), (Store.OpenReads, Store.OpenUploads, Gateway.Connections, Gateway.Cache.Bytes));
    }

    /// <summary>A checksum of every frame of a file.</summary>
    private protected static async Task<string> FramesAsync(string path)
    {
        string list = path + ".md5";
        await Clips.RunAsync("-i", path, "-f", "framemd5", list);
        return await File.ReadAllTextAsync(list, Cancellation);
    }
}

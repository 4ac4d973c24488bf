using AnimatedImage.Conversion;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Conversion;

/// <summary>A folder, a converter and short words for the tests of whole conversions.</summary>
public abstract class ConversionBench : IDisposable
{
    private protected static readonly Converter Converter = new(FFmpegLocator.Find());

    private protected TemporaryFolder Folder { get; } = new();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A clip of ffmpeg's test picture in the folder; 1 s, 64×48, 10 fps unless said otherwise.</summary>
    private protected string Clip(string name = "clip.mp4", string picture = "testsrc2=size=64x48:rate=10:duration=1", string encoder = "-c:v mpeg4 -q:v 3")
    {
        // Made under a plain name first: these arguments are split at spaces.
        string plain = Folder.File("made" + Path.GetExtension(name));
        AnimatedImage.Tests.Frames.Ffmpeg.Run($"-f lavfi -i {picture} {encoder} {plain}");
        string path = Folder.File(name);
        File.Move(plain, path, overwrite: true);
        return path;
    }

    private protected ConversionRequest Request(string source, string? destination = null) => new()
    {
        Source = MediaLocation.FromPath(source),
        Destination = destination is null ? null : Folder.File(destination),
    };

    private protected static async Task<IReadOnlyList<ConversionResult>> ConvertAsync(ConversionRequest request, Converter? converter = null)
    {
        PreparedConversion prepared = await (converter ?? Converter).PrepareAsync(request, null, Cancellation);
        return await (converter ?? Converter).RunAsync(prepared, null, Cancellation);
    }
}

using AnimatedImage.Configuration;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>What a worker of this process converts with. Made on the pipeline thread, used on any.</summary>
/// <param name="ffmpegPath">The ffmpeg that was named; null = as configured.</param>
/// <param name="stores">The stores behind remote files.</param>
internal sealed class WorkerTools(string? ffmpegPath, CommandStores stores) : IDisposable
{
    /// <summary>Finds ffmpeg.</summary>
    /// <exception cref="ConversionException">There is none.</exception>
    public Converter Converter() => new(FFmpegLocator.Find(AnimationConfiguration.ChooseFFmpeg(ffmpegPath)), stores) { SpillFolder = AnimationConfiguration.Read().SpillFolder };

    /// <summary>Looks up the credentials in vaults, for a worker that outlives the cmdlet and then cannot ask.</summary>
    public async Task KeepCredentialsAsync(ICommandStreams streams, CancellationToken stopped)
    {
        foreach (ConversionException failure in await stores.KeepAllCredentialsAsync(stopped).ConfigureAwait(false))
        {
            // The worker may never need it.
            await streams.WriteWarningAsync(failure.Message).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stores.Dispose();
}

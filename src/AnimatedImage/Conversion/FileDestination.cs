using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Planning;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>A local file; it carries its content key itself.</summary>
internal sealed class FileDestination(MediaLocation location) : Destination(location)
{
    private readonly Lazy<AnimationInfo?> _current = new(() => Read(location));

    /// <inheritdoc/>
    public override Task<string?> ReadKeyAsync(CancellationToken cancellationToken) => Task.FromResult(_current.Value?.ContentKey);

    /// <inheritdoc/>
    public override async Task<ConversionResult> DescribeCurrentAsync(ConversionResult planned, CancellationToken cancellationToken)
    {
        AnimationInfo current = _current.Value!;
        SinkResult file = await OutputDigest.ReadAsync(Location, cancellationToken).ConfigureAwait(false);
        return planned with
        {
            Width = current.Width,
            Height = current.Height,
            FrameCount = current.FrameCount,
            PlayCount = current.PlayCount,
            Duration = current.Duration,
            FrameRate = current.FrameRate,
            Bytes = current.Bytes,
            Md5 = file.Md5,
            Sha256 = file.Sha256,
        };
    }

    /// <inheritdoc/>
    public override Task CheckAsync(bool overwrite, CancellationToken cancellationToken)
    {
        FileSink.Check(Location, overwrite);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<ISink> OpenAsync(ConversionPlan plan, OutputPlan output, bool overwrite, string? mark, CancellationToken cancellationToken) =>
        Task.FromResult<ISink>(FileSink.Open(Location, overwrite, mark));

    private static AnimationInfo? Read(MediaLocation location)
    {
        if (!File.Exists(location.Path))
        {
            return null;
        }

        try
        {
            using FileStream file = File.OpenRead(location.Path);
            return AnimationReader.Read(file, location.Name);
        }
        catch (Exception exception) when (exception is ConversionException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

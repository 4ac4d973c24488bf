using AnimatedImage.Failures;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>An object in a store; its metadata carry its content key and what a result tells, so that one look says whether it is current.</summary>
internal sealed class ObjectDestination(MediaLocation location, IMediaStore store, ObjectOptions stored) : Destination(location)
{
    private static readonly Dictionary<string, string> s_none = [];

    private Task<StoreObject?>? _current;

    /// <inheritdoc/>
    public override async Task<string?> ReadKeyAsync(CancellationToken cancellationToken) =>
        await LookAsync(cancellationToken).ConfigureAwait(false) is { } current ? OutputMark.KeyOf(current) : null;

    /// <inheritdoc/>
    public override async Task<ConversionResult> DescribeCurrentAsync(ConversionResult planned, CancellationToken cancellationToken) =>
        OutputMark.Read((await LookAsync(cancellationToken).ConfigureAwait(false))!, planned);

    /// <inheritdoc/>
    public override async Task CheckAsync(bool overwrite, CancellationToken cancellationToken)
    {
        if (Location.Key is null or "" || Location.Key.EndsWith('/'))
        {
            throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"'{Location}' names no object.", "Give the object a name after the last '/'.");
        }

        if (!overwrite && await LookAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new ConversionException(
                ErrorId.DestinationExists,
                FailureKind.Input,
                $"'{Location}' exists already.",
                "Use -Force to overwrite it, -SkipExisting to keep it where it is current, or choose another destination.");
        }
    }

    /// <inheritdoc/>
    public override async Task<ISink> OpenAsync(ConversionPlan plan, OutputPlan output, bool overwrite, string? mark, CancellationToken cancellationToken)
    {
        await CheckAsync(overwrite, cancellationToken).ConfigureAwait(false);
        UploadOptions options = new()
        {
            Overwrite = overwrite,
            ContentType = OutputFormats.ContentTypeOf(output.Format),
            CacheControl = stored.CacheControl,
            Tags = stored.Tags ?? s_none,
            StorageClass = stored.StorageClass,
            Metadata = new Dictionary<string, string>([.. stored.Metadata ?? s_none, .. OutputMark.Write(plan, output)]),
        };
        return await StoreSink.OpenAsync(store, Location, options, cancellationToken).ConfigureAwait(false);
    }

    private Task<StoreObject?> LookAsync(CancellationToken cancellationToken) =>
        _current is { IsFaulted: false, IsCanceled: false } ? _current : _current = DescribeAsync(cancellationToken);

    private async Task<StoreObject?> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.DescribeAsync(Location, cancellationToken).ConfigureAwait(false);
        }
        catch (ConversionException failure) when (failure.ErrorId == ErrorId.PathNotFound)
        {
            return null;
        }
    }
}

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

    /// <summary>Begins to ask what stands here; a failure is told when the answer is needed, or the question repeated.</summary>
    public void BeginLook(CancellationToken cancellationToken)
    {
        if (NamesObject)
        {
            _ = LookAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task<string?> ReadKeyAsync(CancellationToken cancellationToken) =>
        await LookAsync(cancellationToken).ConfigureAwait(false) is { } current ? OutputMark.KeyOf(current) : null;

    /// <inheritdoc/>
    public override async Task<ConversionResult> DescribeCurrentAsync(ConversionResult planned, CancellationToken cancellationToken) =>
        OutputMark.Read((await LookAsync(cancellationToken).ConfigureAwait(false))!, planned);

    /// <summary>The result for what stands here, from its metadata alone; null when it is not current or does not tell everything.</summary>
    public async Task<ConversionResult?> ReadCurrentAsync(ConversionRequest request, OutputFormat format, string key, CancellationToken cancellationToken) =>
        await LookAsync(cancellationToken).ConfigureAwait(false) is { } current && OutputMark.KeyOf(current) == key && OutputMark.IsComplete(current)
            ? OutputMark.Read(current, new ConversionResult
            {
                Source = request.Source!,
                Destination = Location,
                Format = format,
                Width = 0,
                Height = 0,
                FrameCount = 0,
                PlayCount = 0,
                Duration = TimeSpan.Zero,
                FrameRate = 0,
                StartTime = TimeSpan.Zero,
                EndTime = TimeSpan.Zero,
                Bytes = 0,
                Md5 = null,
                Sha256 = null,
                BytesRead = 0,
                DecodeTime = TimeSpan.Zero,
                EncodeTime = TimeSpan.Zero,
                IsSkipped = true,
                Warnings = [],
                ContentKey = key,
                Request = request,
            })
            : null;

    /// <inheritdoc/>
    public override async Task CheckAsync(bool overwrite, CancellationToken cancellationToken)
    {
        if (!NamesObject)
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

    private bool NamesObject => Location.Key is { Length: > 0 } key && !key.EndsWith('/');

    private Task<StoreObject?> LookAsync(CancellationToken cancellationToken) =>
        _current is { IsFaulted: false, IsCanceled: false } ? _current : _current = DescribeAsync(cancellationToken);

    // As patient as with a source would be too patient: a look that fails is told, and the next one asks again.
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

using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>The single requests of a storage test. Each tells in a sentence what it found, or throws.</summary>
/// <param name="store">The store.</param>
internal sealed class StorageProbe(IMediaStore store)
{
    private const int ReadBytes = 1024;
    private const int MostLooked = 1000;
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(10);
    private static readonly byte[] Content = "Written by a storage test; may be deleted."u8.ToArray();

    /// <summary>An object that holds something; known after <see cref="ListAsync"/>, null when there is none among the first.</summary>
    public StoreObject? Found { get; private set; }

    /// <summary>Lists.</summary>
    public async Task<string> ListAsync(MediaLocation top, CancellationToken cancellationToken)
    {
        int seen = 0;
        await foreach (StoreObject each in store.ListAsync(top, new StoreListing(), cancellationToken).ConfigureAwait(false))
        {
            // The marks that some programs keep for folders hold nothing.
            Found ??= each.Bytes > 0 ? each : null;
            if (Found is not null || ++seen == MostLooked)
            {
                break;
            }
        }

        return Found is null ? $"'{top}' can be listed; it holds nothing to read." : $"'{top}' can be listed.";
    }

    /// <summary>Reads the beginning of what was found.</summary>
    public Task<string> ReadFoundAsync(CancellationToken cancellationToken) => ReadAsync(Found!.Location, 0, null, cancellationToken);

    /// <summary>Reads some bytes in the middle of what was written, and compares them.</summary>
    public Task<string> ReadOwnAsync(MediaLocation own, CancellationToken cancellationToken) =>
        ReadAsync(own, 3, Content.AsMemory(3, 8), cancellationToken);

    /// <summary>Writes the test's object.</summary>
    public async Task<string> WriteAsync(MediaLocation own, CancellationToken cancellationToken)
    {
        // Nobody else has this name, so nothing has to be kept there.
        UploadOptions options = new() { ContentType = "text/plain", Overwrite = true };
        IStoreUpload upload = await store.UploadAsync(own, options, cancellationToken).ConfigureAwait(false);
        await using (upload.ConfigureAwait(false))
        {
            await upload.WriteAsync(Content, cancellationToken).ConfigureAwait(false);
            await upload.FlushAsync(cancellationToken).ConfigureAwait(false);
            await upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return "A small object was written.";
    }

    /// <summary>Deletes the test's object.</summary>
    public async Task<string> DeleteAsync(MediaLocation own, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(own, cancellationToken).ConfigureAwait(false);
        return "The object is deleted again.";
    }

    /// <summary>Deletes the test's object after the test was given up; a store that does not answer keeps it, and its name says what it is.</summary>
    public async Task CleanAsync(MediaLocation own)
    {
        using CancellationTokenSource limit = new(CleaningTime);
        try
        {
            await store.DeleteAsync(own, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ConversionException or OperationCanceledException)
        {
            // Nothing more can be done.
        }
    }

    private async Task<string> ReadAsync(MediaLocation location, long offset, ReadOnlyMemory<byte>? expected, CancellationToken cancellationToken)
    {
        int wanted = expected?.Length ?? ReadBytes;
        StoreRange range = await store.ReadAsync(location, offset, wanted, null, cancellationToken).ConfigureAwait(false);
        await using (range.ConfigureAwait(false))
        {
            byte[] bytes = new byte[wanted];
            int read = await range.Content.ReadAtLeastAsync(bytes, wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            bool isRight = range.Offset == offset
                && read == Math.Min(wanted, range.TotalBytes - offset)
                && (expected is not { } known || known.Span.SequenceEqual(bytes.AsSpan(0, read)));
            return isRight
                ? FormattableString.Invariant($"{read} of {range.TotalBytes} bytes of '{location}' were read.")
                : throw new ConversionException(
                    ErrorId.StorageFailed,
                    FailureKind.Internal,
                    $"Part of '{location}' was asked for and something else came.",
                    "Check what stands between this machine and the store: a proxy or cache that does not know ranges.");
        }
    }
}

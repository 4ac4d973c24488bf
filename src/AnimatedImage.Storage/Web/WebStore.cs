using AnimatedImage.Failures;

namespace AnimatedImage.Storage.Web;

/// <summary>
/// Files behind web addresses, for reading. Servers that know ranges are asked for ranges; from others a file is read through once, a
/// step back asks for it again, and a file whose length is not said is taken whole when it is small.
/// </summary>
/// <param name="access">What may be asked.</param>
internal sealed class WebStore(WebAccess access) : IMediaStore, IDisposable
{
    /// <summary>Bytes; what has no announced length, playlists mostly, may be this large.</summary>
    private const int LargestUnannounced = 16 << 20;

    private readonly WebClient _client = new(access);
    private readonly WholeFiles _whole = new(access);

    /// <inheritdoc/>
    public async Task<StoreObject> DescribeAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        using (HttpResponseMessage head = await _client.SendAsync(location, HttpMethod.Head, range: null, cancellationToken).ConfigureAwait(false))
        {
            if ((int)head.StatusCode == 200 && WebAnswer.Failure(location, head) is null && head.Content.Headers.ContentLength is { } length)
            {
                return Checked(WebAnswer.Describe(location, head, length));
            }
        }

        // Servers that refuse HEAD, addresses signed for GET alone, and answers without a length.
        using HttpResponseMessage get = await _client.SendAsync(location, HttpMethod.Get, WebAnswer.Range(0, 1), cancellationToken).ConfigureAwait(false);
        if ((int)get.StatusCode == 416)
        {
            return WebAnswer.Describe(location, get, get.Content.Headers.ContentRange?.Length ?? 0);
        }

        if (WebAnswer.Failure(location, get) is { } failure)
        {
            throw failure;
        }

        long bytes = WebAnswer.Total(get) ?? await CountAsync(location, get, cancellationToken).ConfigureAwait(false);
        return Checked(WebAnswer.Describe(location, get, bytes));
    }

    /// <inheritdoc/>
    public async Task<StoreRange> ReadAsync(MediaLocation location, long offset, long count, string? etag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (_whole.Take(location, offset) is { } parked)
        {
            if (etag is null || parked.Version == etag)
            {
                return await _whole.ReadAsync(location, parked, offset, count, cancellationToken).ConfigureAwait(false);
            }

            parked.Dispose();
        }

        HttpResponseMessage answer = await _client.SendAsync(location, HttpMethod.Get, WebAnswer.Range(offset, count), cancellationToken).ConfigureAwait(false);
        try
        {
            return await RangeAsync(location, answer, offset, count, etag, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreObject> ListAsync(MediaLocation prefix, StoreListing listing, CancellationToken cancellationToken) => throw ReadOnly(prefix, "listed");

    /// <inheritdoc/>
    public Task<IStoreUpload> UploadAsync(MediaLocation location, UploadOptions options, CancellationToken cancellationToken) => throw ReadOnly(location, "written");

    /// <inheritdoc/>
    public Task DeleteAsync(MediaLocation location, CancellationToken cancellationToken) => throw ReadOnly(location, "removed");

    /// <inheritdoc/>
    public void Dispose()
    {
        _whole.Dispose();
        _client.Dispose();
    }

    private async Task<StoreRange> RangeAsync(
        MediaLocation location, HttpResponseMessage answer, long offset, long count, string? etag, CancellationToken cancellationToken)
    {
        if ((int)answer.StatusCode == 416)
        {
            long size = answer.Content.Headers.ContentRange?.Length ?? (await DescribeAsync(location, cancellationToken).ConfigureAwait(false)).Bytes;
            answer.Dispose();
            return new StoreRange(Stream.Null, offset, 0, size, etag);
        }

        if (WebAnswer.Failure(location, answer) is { } failure)
        {
            throw failure;
        }

        string? version = WebAnswer.Version(answer);
        if (etag is not null && version != etag)
        {
            throw new ConversionException(
                ErrorId.SourceChanged, FailureKind.Source, $"{location} was replaced while it was being read.", "Convert it again when nobody writes to it.");
        }

        Stream content = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if ((int)answer.StatusCode == 200)
        {
            long total = answer.Content.Headers.ContentLength ?? -1;
            if (total < 0)
            {
                MemoryStream small = await TakeAsync(location, content, cancellationToken).ConfigureAwait(false);
                (content, total) = (small, small.Length);
            }

            CheckSize(location, total);
            return await _whole.ReadAsync(location, new WholeBody(answer, content, version, total), offset, count, cancellationToken).ConfigureAwait(false);
        }

        if (answer.Content.Headers.ContentRange is not { From: { } from, To: { } to, Length: { } length } || from != offset || to < from)
        {
            throw new ConversionException(ErrorId.StorageFailed, FailureKind.Internal, $"The server of {location} sent another part than it was asked for.");
        }

        CheckSize(location, length);
        return new StoreRange(new RangeContent(content, answer, location, access.Timeout), offset, to - from + 1, length, version);
    }

    private async Task<long> CountAsync(MediaLocation location, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        Stream content = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return (await TakeAsync(location, content, cancellationToken).ConfigureAwait(false)).Length;
    }

    /// <summary>All bytes of an answer without a length.</summary>
    private async Task<MemoryStream> TakeAsync(MediaLocation location, Stream content, CancellationToken cancellationToken)
    {
        RangeContent reader = new(content, content, location, access.Timeout);
        await using (reader.ConfigureAwait(false))
        {
            MemoryStream taken = new();
            byte[] block = new byte[1 << 16];
            int read;
            while ((read = await reader.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
            {
                taken.Write(block, 0, read);
                if (taken.Length > LargestUnannounced)
                {
                    throw new ConversionException(
                        ErrorId.StorageFailed, FailureKind.Internal, $"The server of {location} does not say how long the file is.", "Download it first.");
                }
            }

            taken.Position = 0;
            return taken;
        }
    }

    private StoreObject Checked(StoreObject found)
    {
        CheckSize(found.Location, found.Bytes);
        return found;
    }

    private void CheckSize(MediaLocation location, long bytes)
    {
        if (bytes > access.MaxBytes)
        {
            throw new ConversionException(
                ErrorId.AddressRefused, FailureKind.Input, $"{location} has {bytes} bytes, more than the {access.MaxBytes} that may be read from the web.", "Download it first, or raise the limit.");
        }
    }

    private static ConversionException ReadOnly(MediaLocation location, string what) => new(
        ErrorId.StorageNotAvailable, FailureKind.Input, $"{location} cannot be {what}: web addresses can only be read.", "Use a bucket or a folder.");
}

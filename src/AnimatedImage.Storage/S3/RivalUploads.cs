using Amazon.S3.Model;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// Decides between writers of one object where the store joins parts without regard to If-None-Match, as Ceph does. All writers see
/// each other's uploads, and the one that began first wins: whoever finds an earlier one gives up, and whoever finds none knows that
/// every later one will find his upload or, once that is complete, the object.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="location">The object that several may be writing.</param>
internal sealed class RivalUploads(S3Store store, MediaLocation location)
{
    /// <summary>An upload that got no part for so long was left behind by a crash and stops nobody.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromHours(1);

    /// <summary>Whether another writer's living upload of the same object began before ours.</summary>
    /// <param name="uploadId">Ours.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<bool> BeganEarlierAsync(string uploadId, CancellationToken cancellationToken)
    {
        List<MultipartUpload> uploads;
        try
        {
            uploads = await ListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ConversionException exception) when (exception.ErrorId is ErrorId.StorageDenied or ErrorId.StorageFailed && !exception.IsTransient)
        {
            // A writer without the right to list, or a store without the operation: no worse than a store that knows no condition.
            return false;
        }

        if (uploads.Find(upload => upload.UploadId == uploadId) is not { } own)
        {
            return false;
        }

        foreach (MultipartUpload rival in uploads.Where(rival => Order(rival).CompareTo(Order(own)) < 0))
        {
            if (await IsAliveAsync(rival, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private static (DateTime, string) Order(MultipartUpload upload) => (upload.Initiated ?? DateTime.MaxValue, upload.UploadId);

    private static bool IsRecent(DateTime? time) => time is { } known && DateTime.UtcNow - known.ToUniversalTime() < _silence;

    private async Task<List<MultipartUpload>> ListAsync(CancellationToken cancellationToken)
    {
        List<MultipartUpload> found = [];
        ListMultipartUploadsRequest request = new() { BucketName = location.Bucket, Prefix = location.Key };
        bool isMore;
        do
        {
            ListMultipartUploadsResponse page = await store.CallAsync(
                StoreOperation.List, location, clients => clients.Retrying.ListMultipartUploadsAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            found.AddRange((page.MultipartUploads ?? []).Where(upload => upload.Key == location.Key));
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
            isMore = page.IsTruncated == true;
        }
        while (isMore);
        return found;
    }

    private async Task<bool> IsAliveAsync(MultipartUpload rival, CancellationToken cancellationToken)
    {
        if (IsRecent(rival.Initiated))
        {
            return true;
        }

        ListPartsRequest request = new() { BucketName = location.Bucket, Key = location.Key, UploadId = rival.UploadId };
        bool isMore;
        do
        {
            ListPartsResponse page = await store.CallAsync(
                StoreOperation.List, location, clients => clients.Retrying.ListPartsAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            if ((page.Parts ?? []).Exists(part => IsRecent(part.LastModified)))
            {
                return true;
            }

            request.PartNumberMarker = page.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            isMore = page.IsTruncated == true;
        }
        while (isMore);
        return false;
    }
}

using System.Globalization;
using Amazon.S3.Model;
using AnimatedImage.Failures;
using TextEncoding = System.Text.Encoding;

namespace AnimatedImage.Storage.S3;

/// <summary>The SDK's answers in the house's words.</summary>
internal static class StoredObjects
{
    // Stores compare the bytes of UTF-8, which for pairs of surrogates is another order than that of UTF-16.
    private static readonly Comparer<string?> _order = Comparer<string?>.Create(
        static (left, right) => TextEncoding.UTF8.GetBytes(left!).AsSpan().SequenceCompareTo(TextEncoding.UTF8.GetBytes(right!)));

    private const string MetadataPrefix = "x-amz-meta-";

    /// <summary>Refuses a location without a bucket, or with one that cannot be.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/></exception>
    public static void CheckBucket(MediaLocation location)
    {
        if (string.IsNullOrEmpty(location.Bucket))
        {
            throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"{location} names no bucket.", "Write it as s3://bucket/key.");
        }

        // Old buckets and stores other than AWS have capitals and underscores; nobody has more.
        if (!location.Bucket.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ConversionException(
                ErrorId.InvalidParameter, FailureKind.Input, $"No bucket can be called '{location.Bucket}'.", "Buckets have letters, digits, '-' and '.' in their names.");
        }
    }

    /// <summary>Refuses a location that cannot be asked for.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.PathNotFound"/> without a key, <see cref="ErrorId.InvalidParameter"/> for keys that no URL can hold.</exception>
    public static void CheckKey(MediaLocation location)
    {
        if (string.IsNullOrEmpty(location.Key))
        {
            throw new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"{location} names a bucket but no object in it.", "Add the object's key.");
        }

        // Every URL parser on the way folds these (RFC 3986, 5.2.4), so that another object would be meant.
        if (location.Key.Split('/').Any(segment => segment is "." or ".."))
        {
            throw new ConversionException(
                ErrorId.InvalidParameter, FailureKind.Input, $"{location} has a segment '.' or '..' in its key, which does not survive in a URL.", "Rename the object in the store.");
        }
    }

    /// <summary>An object as HEAD tells it.</summary>
    public static StoreObject Of(MediaLocation location, GetObjectMetadataResponse answer) => new()
    {
        Location = location,
        Bytes = answer.ContentLength,
        ETag = WithoutQuotes(answer.ETag),
        LastModified = Utc(answer.LastModified),
        ContentType = answer.Headers.ContentType,
        StorageClass = answer.StorageClass?.Value,
        Metadata = answer.Metadata.Keys.ToDictionary(
            name => (name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase) ? name[MetadataPrefix.Length..] : name).ToLowerInvariant(),
            name => answer.Metadata[name]),
    };

    /// <summary>What a page of a listing holds, in the order of keys.</summary>
    public static IEnumerable<StoreObject> On(ListObjectsV2Response page, MediaLocation prefix, bool folders)
    {
        IEnumerable<StoreObject> objects = (page.S3Objects ?? []).Select(found => Of(At(found.Key), found));
        return folders && page.CommonPrefixes is { Count: > 0 } found
            ? objects.Concat(found.Select(key => new StoreObject { Location = At(key), Bytes = 0, IsFolder = true })).OrderBy(each => each.Location.Key, _order)
            : objects;

        MediaLocation At(string key) => MediaLocation.FromObject(prefix.Scheme, prefix.Bucket!, key);
    }

    /// <summary>An object as a listing tells it.</summary>
    public static StoreObject Of(MediaLocation location, S3Object found) => new()
    {
        Location = location,
        Bytes = found.Size ?? 0,
        ETag = WithoutQuotes(found.ETag),
        LastModified = Utc(found.LastModified),
        StorageClass = found.StorageClass?.Value,
    };

    /// <summary>Part of an object; the answer is disposed with it.</summary>
    public static StoreRange RangeOf(MediaLocation location, GetObjectResponse answer, long offset)
    {
        // "bytes 0-499/1234" (RFC 9110, 14.4); a store that ignores ranges sends the whole.
        long total = answer.ContentRange?.Split('/') is [_, string text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? size
            : answer.ContentLength;
        bool isPart = answer.ContentRange is not null || (offset == 0 && answer.ContentLength == total);
        if (!isPart)
        {
            answer.Dispose();
            throw new ConversionException(
                ErrorId.StorageFailed, FailureKind.Internal, $"The store of {location} cannot read from the middle of an object: it ignores Range.");
        }

        return new StoreRange(new RangeContent(answer.ResponseStream, answer, location), offset, answer.ContentLength, total, WithoutQuotes(answer.ETag));
    }

    /// <summary>An ETag without its quotes.</summary>
    public static string? WithoutQuotes(string? etag) => string.IsNullOrEmpty(etag) ? null : etag.Trim('"');

    private static DateTimeOffset? Utc(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : null;
}

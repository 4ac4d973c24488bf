using Amazon.S3;
using Amazon.S3.Model;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>What is stored with an object, in the two forms in which it is sent.</summary>
internal sealed class UploadHeaders
{
    private readonly MediaLocation _location;
    private readonly UploadOptions _options;

    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/> for metadata that no header can hold.</exception>
    public UploadHeaders(MediaLocation location, UploadOptions options)
    {
        _location = location;
        _options = options;
        foreach ((string name, string value) in options.Metadata)
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || value.Any(c => c is < ' ' or > '~'))
            {
                throw new ConversionException(
                    ErrorId.InvalidParameter,
                    FailureKind.Input,
                    $"The metadata '{name}' cannot be stored with {location}: names are letters, digits, '-', '_' and '.', values are printable ASCII.");
            }
        }
    }

    /// <summary>For an object that goes by one request.</summary>
    /// <param name="bytes">The whole of it.</param>
    /// <param name="digest">Its MD5.</param>
    /// <param name="ifNoneMatch"><c>*</c> when no other object may stand there.</param>
    public PutObjectRequest ForWhole(MemoryStream bytes, byte[] digest, string? ifNoneMatch)
    {
        PutObjectRequest request = new()
        {
            BucketName = _location.Bucket,
            Key = _location.Key,
            InputStream = bytes,
            AutoCloseStream = false,
            AutoResetStreamPosition = true,
            ContentType = _options.ContentType,
            MD5Digest = Convert.ToBase64String(digest),
            UseChunkEncoding = false,
            IfNoneMatch = ifNoneMatch,
            TagSet = Tags,
            StorageClass = Class,
        };
        if (_options.CacheControl is not null)
        {
            request.Headers.CacheControl = _options.CacheControl;
        }

        Describe(request.Metadata);
        return request;
    }

    /// <summary>For an object that goes in parts.</summary>
    public InitiateMultipartUploadRequest ForParts()
    {
        InitiateMultipartUploadRequest request = new()
        {
            BucketName = _location.Bucket,
            Key = _location.Key,
            ContentType = _options.ContentType,
            TagSet = Tags,
            StorageClass = Class,
        };
        if (_options.CacheControl is not null)
        {
            request.Headers.CacheControl = _options.CacheControl;
        }

        Describe(request.Metadata);
        return request;
    }

    /// <summary>The object's tags; null when there are none.</summary>
    public List<Tag>? Tags => _options.Tags.Count == 0 ? null : [.. _options.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private S3StorageClass? Class => _options.StorageClass is null ? null : new S3StorageClass(_options.StorageClass);

    private void Describe(MetadataCollection metadata)
    {
        foreach ((string name, string value) in _options.Metadata)
        {
            metadata[name] = value;
        }
    }
}

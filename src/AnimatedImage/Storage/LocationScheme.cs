namespace AnimatedImage.Storage;

/// <summary>Where a location's bytes live.</summary>
public enum LocationScheme
{
    /// <summary>A path or <c>file:</c> URI on this machine.</summary>
    File,

    /// <summary><c>s3://bucket/key</c>: AWS S3 and every S3-compatible store.</summary>
    S3,

    /// <summary><c>cos://bucket-appid/key</c>: Tencent Cloud Object Storage.</summary>
    Cos,

    /// <summary><c>oss://bucket/key</c>: Alibaba Object Storage Service.</summary>
    Oss,

    /// <summary><c>http://</c> or <c>https://</c>.</summary>
    Http,
}

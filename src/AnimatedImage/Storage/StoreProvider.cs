namespace AnimatedImage.Storage;

/// <summary>Whose object store a profile speaks to; it decides the defaults, for all of them speak the S3 protocol.</summary>
public enum StoreProvider
{
    /// <summary>Amazon S3.</summary>
    Aws,

    /// <summary>Tencent Cloud Object Storage.</summary>
    Cos,

    /// <summary>Alibaba Cloud Object Storage Service, at its S3-compatible endpoint.</summary>
    Oss,

    /// <summary>Any other store that speaks the S3 protocol: MinIO, Ceph and their like.</summary>
    S3Compatible,
}

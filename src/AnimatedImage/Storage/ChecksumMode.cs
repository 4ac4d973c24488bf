namespace AnimatedImage.Storage;

/// <summary>When checksums beyond Content-MD5 travel with requests and answers.</summary>
public enum ChecksumMode
{
    /// <summary>Only where the operation demands one; what stores other than AWS understand.</summary>
    WhenRequired,

    /// <summary>Wherever the operation supports one.</summary>
    WhenSupported,
}

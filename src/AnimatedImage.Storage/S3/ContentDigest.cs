using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// The checksum of the S3 protocol: in Content-MD5, and in the ETag of objects that are not encrypted with their owners' keys
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html).
/// </summary>
internal static class ContentDigest
{
    /// <summary>The MD5 of some bytes.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The protocol says MD5; it finds damage, it does not stop an attacker.")]
    public static byte[] Of(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AnimatedImage.Storage;

/// <summary>
/// Tells whether a local source is still the same, by its content alone, so that a copy elsewhere counts as the same source. A video
/// of many gigabytes is not read whole: its length and sixteen blocks of 64 KiB spread over it, first and last included, are hashed.
/// Containers keep their index at one end and any new encoding changes it, so an edit that escapes all blocks is one made to deceive.
/// </summary>
public static class ContentFingerprint
{
    private const int BlockBytes = 64 * 1024;
    private const int BlockCount = 16;

    /// <summary>The fingerprint: SHA-256 in lower-case hexadecimal.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string> ComputeAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = new(path, new FileStreamOptions
        {
            Options = FileOptions.Asynchronous | FileOptions.RandomAccess,
            BufferSize = 0,
            Share = FileShare.ReadWrite | FileShare.Delete,
        });
        await using (file.ConfigureAwait(false))
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] block = new byte[BlockBytes];
            BinaryPrimitives.WriteInt64LittleEndian(block, file.Length);
            hash.AppendData(block, 0, sizeof(long));
            long lastBlock = Math.Max(file.Length, (long)BlockBytes * BlockCount) - BlockBytes;
            for (int index = 0; index < BlockCount; index++)
            {
                int read = await RandomAccess.ReadAsync(file.SafeFileHandle, block, index * lastBlock / (BlockCount - 1), cancellationToken).ConfigureAwait(false);
                hash.AppendData(block, 0, read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}

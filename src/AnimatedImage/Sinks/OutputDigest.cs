using System.Security.Cryptography;
using AnimatedImage.Storage;

namespace AnimatedImage.Sinks;

/// <summary>Length and checksums of an output, taken while its bytes pass.</summary>
internal sealed class OutputDigest : IDisposable
{
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes that have passed.</summary>
    public long Bytes { get; private set; }

    /// <summary>The digest of a file that is there already.</summary>
    public static async Task<SinkResult> ReadAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        using OutputDigest digest = new();
        FileStream file = File.OpenRead(location.Path);
        await using (file.ConfigureAwait(false))
        {
            byte[] buffer = new byte[128 * 1024];
            for (int read; (read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                digest.Append(buffer.AsSpan(0, read));
            }
        }

        return digest.Finish(location);
    }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _md5.AppendData(bytes);
        _sha256.AppendData(bytes);
        Bytes += bytes.Length;
    }

    /// <summary>What was written, once all bytes have passed; to be asked once.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="etag">The version mark that the store gave it; null for local files.</param>
    public SinkResult Finish(MediaLocation location, string? etag = null) =>
        new(location, Bytes, Convert.ToHexStringLower(_md5.GetHashAndReset()), Convert.ToHexStringLower(_sha256.GetHashAndReset()), etag);

    /// <inheritdoc/>
    public void Dispose()
    {
        _md5.Dispose();
        _sha256.Dispose();
    }
}

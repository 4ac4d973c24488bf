using System.Buffers;
using AnimatedImage.Failures;

namespace AnimatedImage.Encoding;

/// <summary>Keeps an encoded file in a <see cref="TemporarySpool"/> until it is whole, and gives it out in parts.</summary>
internal static class EncodedSpool
{
    /// <summary>Reads to the end.</summary>
    /// <param name="source">The encoder's output.</param>
    /// <param name="memoryLimit">Bytes that stay in memory.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A seekable stream at its beginning; the caller disposes it.</returns>
    /// <exception cref="ConversionException"><see cref="ErrorId.DiskFull"/>.</exception>
    public static async Task<Stream> CollectAsync(Stream source, int memoryLimit, CancellationToken cancellationToken)
    {
        TemporarySpool spool = new(memoryLimit);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                await spool.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            return spool.Rewind();
        }
        catch
        {
            await spool.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Copies a part of a collected file out, piece by piece.</summary>
    /// <param name="file">What <see cref="CollectAsync"/> returned.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="buffer">Holds each piece until the next is asked for.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream file, long offset, long length, byte[] buffer)
    {
        file.Position = offset;
        for (long left = length; left > 0;)
        {
            int size = (int)Math.Min(left, buffer.Length);
            await file.ReadExactlyAsync(buffer.AsMemory(0, size)).ConfigureAwait(false);
            yield return buffer.AsMemory(0, size);
            left -= size;
        }
    }
}

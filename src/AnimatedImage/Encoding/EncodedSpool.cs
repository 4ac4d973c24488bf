using System.Buffers;
using AnimatedImage.Failures;

namespace AnimatedImage.Encoding;

/// <summary>
/// Keeps an encoded file until it is whole, for formats whose beginning depends on their end: small ones in memory, larger ones in
/// a temporary file that vanishes with the stream, or with the process.
/// </summary>
internal static class EncodedSpool
{
    /// <summary>Files up to this size stay in memory: 8 MiB.</summary>
    public const int MemoryLimit = 8 << 20;

    /// <summary>Reads to the end.</summary>
    /// <param name="source">The encoder's output.</param>
    /// <param name="memoryLimit">Bytes that stay in memory.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A seekable stream at its beginning; the caller disposes it.</returns>
    /// <exception cref="ConversionException"><see cref="ErrorId.DiskFull"/>.</exception>
    public static async Task<Stream> CollectAsync(Stream source, int memoryLimit, CancellationToken cancellationToken)
    {
        Stream spool = new MemoryStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (spool is MemoryStream memory && memory.Length + read > memoryLimit)
                {
                    spool = await InFile(() => MoveToFileAsync(memory, cancellationToken)).ConfigureAwait(false);
                }

                await InFile(() => WriteAsync(spool, buffer.AsMemory(0, read), cancellationToken)).ConfigureAwait(false);
            }

            spool.Position = 0;
            return spool;
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

    private static async Task<Stream> MoveToFileAsync(MemoryStream memory, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Path.GetTempPath(), $"AnimatedImage-{Path.GetRandomFileName()}.encoded");
        FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // Without a name the file goes even if this process is killed; Windows does as much by DeleteOnClose.
                File.Delete(path);
            }

            memory.Position = 0;
            await memory.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<bool> WriteAsync(Stream spool, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await spool.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<T> InFile<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException(
                ErrorId.DiskFull,
                FailureKind.Internal,
                $"The encoded file cannot be kept in the temporary folder '{Path.GetTempPath()}': {failure.Message}",
                "It needs room for the whole output there: free some, or point the environment variable TMPDIR (TEMP on Windows) to a larger folder.",
                failure);
        }
    }
}

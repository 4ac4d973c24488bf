using AnimatedImage.Failures;

namespace AnimatedImage.Encoding;

/// <summary>
/// Keeps encoded bytes for formats whose beginning depends on their end: few in memory, more in a temporary file that the system
/// removes even if this process is killed. Written once, then read.
/// </summary>
/// <param name="memoryLimit">Bytes that stay in memory.</param>
internal sealed class TemporarySpool(int memoryLimit = TemporarySpool.MemoryLimit) : IAsyncDisposable
{
    /// <summary>What stays in memory unless told otherwise: 2 MiB.</summary>
    public const int MemoryLimit = 2 << 20;

    // Bytes in a buffer would be written on disposal, and a full disk told there.
    private const int NoBuffer = 0;

    private const int DiskFull = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    private Stream _stream = new PooledBytes();

    /// <summary>Bytes so far.</summary>
    public long Length => _stream.Length;

    /// <summary>Adds bytes.</summary>
    /// <exception cref="ConversionException">The temporary folder is full or cannot be written.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            if (_stream is PooledBytes memory && memory.Length + bytes.Length > memoryLimit)
            {
                using PooledBytes kept = memory;
                _stream = OpenFile();
                foreach (ReadOnlyMemory<byte> block in kept.Blocks)
                {
                    await _stream.WriteAsync(block, cancellationToken).ConfigureAwait(false);
                }
            }

            await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(exception);
        }
    }

    /// <summary>Ends the writing. The stream stands at its beginning and can seek; disposing it or the spool is the same.</summary>
    public Stream Rewind()
    {
        _stream.Position = 0;
        return _stream;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static FileStream OpenFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"AnimatedImage-{Path.GetRandomFileName()}.encoded");
        FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, NoBuffer, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // Without its name the file lives exactly as long as it is open. Windows does the same by the option.
            File.Delete(path);
        }

        return file;
    }

    private static ConversionException Explain(Exception exception) => exception is IOException { HResult: DiskFull or WindowsDiskFull }
        ? new ConversionException(
            ErrorId.DiskFull,
            FailureKind.Internal,
            $"The disk is full: the temporary folder '{Path.GetTempPath()}' has no room for the encoded file.",
            "Free some space there, or set TMPDIR (on Windows TEMP) to a folder on another disk.",
            exception)
        : new ConversionException(
            ErrorId.DestinationNotWritable,
            FailureKind.Internal,
            $"The temporary folder '{Path.GetTempPath()}' cannot be written: {exception.Message}",
            "Set TMPDIR (on Windows TEMP) to a folder in which this user may create files.",
            exception);
}

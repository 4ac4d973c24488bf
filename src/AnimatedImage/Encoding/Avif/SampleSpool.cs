using AnimatedImage.Failures;

namespace AnimatedImage.Encoding.Avif;

/// <summary>
/// Keeps encoded samples until the tables before them can be written: in memory up to 4 MiB, above that in a temporary file that the
/// system removes even if this process is killed. Written once, then read once.
/// </summary>
internal sealed class SampleSpool : IAsyncDisposable
{
    private const int MemoryLimit = 4 << 20;
    private const int DiskFull = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    private Stream _stream = new MemoryStream();

    /// <summary>Bytes so far.</summary>
    public long Length => _stream.Length;

    /// <summary>Adds bytes.</summary>
    /// <exception cref="ConversionException">The temporary folder is full or cannot be written.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            if (_stream is MemoryStream memory && memory.Length + bytes.Length > MemoryLimit)
            {
                FileStream file = OpenFile();
                _stream = file;
                memory.WriteTo(file);
            }

            await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(exception);
        }
    }

    /// <summary>Ends the writing; reading starts at the beginning.</summary>
    public void Rewind() => _stream.Position = 0;

    /// <summary>Reads the next bytes, all that were asked for.</summary>
    public ValueTask ReadAsync(Memory<byte> target, CancellationToken cancellationToken) => _stream.ReadExactlyAsync(target, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static FileStream OpenFile()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
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
            $"The disk is full: the temporary folder '{Path.GetTempPath()}' has no room for the encoded frames.",
            "Free some space there, or set TMPDIR (on Windows TEMP) to a folder on another disk.",
            exception)
        : new ConversionException(
            ErrorId.DestinationNotWritable,
            FailureKind.Internal,
            $"The temporary folder '{Path.GetTempPath()}' cannot be written: {exception.Message}",
            "Set TMPDIR (on Windows TEMP) to a folder in which this user may create files.",
            exception);
}

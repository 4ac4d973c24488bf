using AnimatedImage.Failures;
using Microsoft.Win32.SafeHandles;

namespace AnimatedImage.Frames.Timeline;

/// <summary>
/// Frames put aside, by number: the first ones stay in memory, the rest goes to a temporary file that vanishes with the handle, or
/// with the process. Memory stays flat whatever the number.
/// </summary>
/// <param name="memoryLimit">Bytes of pixels that stay in memory.</param>
internal sealed class FrameSpool(long memoryLimit = FrameSpool.DefaultMemoryLimit) : IDisposable
{
    /// <summary>64 MB: a hundred frames of 480×320.</summary>
    public const long DefaultMemoryLimit = 64L << 20;

    private readonly List<Frame?> _memory = [];
    private readonly List<TimeSpan> _durations = [];
    private FramePool? _pool;
    private SafeFileHandle? _file;

    /// <summary>Number of frames put aside.</summary>
    public int Count => _durations.Count;

    /// <summary>True when a temporary file is in use.</summary>
    public bool UsesFile => _file is not null;

    /// <summary>Puts a frame aside under the next number.</summary>
    public ValueTask AddAsync(ShownFrame shown, CancellationToken cancellationToken)
    {
        _durations.Add(default);
        return SetAsync(Count - 1, shown, cancellationToken);
    }

    /// <summary>Puts a frame aside under a number that was used before. Takes the frame over, also when it fails.</summary>
    public async ValueTask SetAsync(int number, ShownFrame shown, CancellationToken cancellationToken)
    {
        _pool ??= shown.Frame.Pool;
        _durations[number] = shown.Duration;
        if (number < _memory.Count)
        {
            _memory[number]?.Dispose();
            _memory[number] = shown.Frame;
        }
        else if (number == _memory.Count && (long)(number + 1) * _pool.FrameBytes <= memoryLimit)
        {
            _memory.Add(shown.Frame);
        }
        else
        {
            using (shown.Frame)
            {
                _file ??= CreateFile();
                await InFile(() => RandomAccess.WriteAsync(_file, shown.Frame.Pixels, (long)number * _pool.FrameBytes, cancellationToken)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A frame that was put aside; it stays. The caller disposes what it gets.</summary>
    public async ValueTask<ShownFrame> ReadAsync(int number, CancellationToken cancellationToken)
    {
        if (number < _memory.Count)
        {
            return new ShownFrame(_memory[number]!.Retain(), _durations[number]);
        }

        Frame frame = _pool!.Rent();
        try
        {
            Memory<byte> rest = frame.Pixels;
            long offset = (long)number * _pool.FrameBytes;
            await InFile(async () =>
            {
                while (!rest.IsEmpty)
                {
                    int read = await RandomAccess.ReadAsync(_file!, rest, offset, cancellationToken).ConfigureAwait(false);
                    rest = read > 0 ? rest[read..] : throw new EndOfStreamException();
                    offset += read;
                }
            }).ConfigureAwait(false);
            return new ShownFrame(frame, _durations[number]);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Gives the frames back and deletes the file.</summary>
    public void Dispose()
    {
        foreach (Frame? frame in _memory)
        {
            frame?.Dispose();
        }

        _memory.Clear();
        _file?.Dispose();
    }

    private static SafeFileHandle CreateFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"AnimatedImage-{Path.GetRandomFileName()}.frames");
        try
        {
            SafeFileHandle file = File.OpenHandle(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            if (!OperatingSystem.IsWindows())
            {
                // Without a name the file goes even if this process is killed; Windows does as much by DeleteOnClose.
                File.Delete(path);
            }

            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed(failure);
        }
    }

    private static async ValueTask InFile(Func<ValueTask> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw Failed(failure);
        }
    }

    private static ConversionException Failed(Exception failure) => new(
        ErrorId.DiskFull,
        FailureKind.Internal,
        $"Frames cannot be put aside in the temporary folder '{Path.GetTempPath()}': {failure.Message}",
        "Playing backwards needs room for all frames there: free some, or point the environment variable TMPDIR (TEMP on Windows) to a larger folder.",
        failure);
}

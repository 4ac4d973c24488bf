using System.Formats.Tar;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>
/// A source that another program writes while it is read: a named pipe, or what a shell hands over as <c>/dev/stdin</c> or
/// <c>/dev/fd/63</c>. It can be read once, from its beginning to its end. Linux and macOS.
/// </summary>
internal sealed class PipeSource : IAsyncDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private FileStream? _stream;

    private PipeSource(string path)
    {
        _path = path;
    }

    /// <summary>True when the path names a pipe; nothing is read, and no writer is waited for.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.NotMedia"/> when it names a device.</exception>
    public static bool Is(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && IsPipe(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whoever opens it learns why.
            return false;
        }
    }

    /// <summary>Opens a pipe and waits until somebody writes into it.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.AccessDenied"/>.</exception>
    public static async Task<PipeSource> OpenAsync(string path, CancellationToken cancellationToken)
    {
        PipeSource source = new(path);
        try
        {
            Task<FileStream> opening = OnItsOwnThread(() => Open(path, FileAccess.Read));
            source._stream = await source.UntilAsync(opening, wake: false, cancellationToken).ConfigureAwait(false);
            return source;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new ConversionException(ErrorId.AccessDenied, FailureKind.Input, $"{path} cannot be read: {failure.Message.TrimEnd('.')}.", "Check its permissions.", failure);
        }
    }

    /// <summary>Reads what there is, as soon as there is any; 0 when every writer has closed the pipe.</summary>
    public Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken) =>
        UntilAsync(OnItsOwnThread(() => _stream!.Read(buffer)), wake: true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static bool IsPipe(string path)
    {
        // On Linux /dev/stdin leads to /proc/123/fd/pipe:[4567], which is no path.
        string real = RealPath.Of(path);
        if (real.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return Path.GetFileName(real).StartsWith("pipe:[", StringComparison.Ordinal);
        }

        FileInfo file = new(real);
        if (!file.Exists || (file.Length > 0 && OperatingSystem.IsLinux()))
        {
            return false;
        }

        if (file.Length > 0)
        {
            // macOS counts what waits in a pipe; to open one that holds something takes no time.
            using FileStream stream = Open(real, FileAccess.Read);
            return !stream.CanSeek;
        }

        return TypeOf(real) switch
        {
            TarEntryType.Fifo => true,
            TarEntryType.CharacterDevice or TarEntryType.BlockDevice => throw new ConversionException(
                ErrorId.NotMedia, FailureKind.Source, $"{path} is a device, not a video.", "Record a part of what it gives into a file, or let ffmpeg write it into a pipe."),
            _ => false,
        };
    }

    // The base library tells a pipe from an empty file in archives alone.
    private static TarEntryType TypeOf(string path)
    {
        using MemoryStream archive = new();
        using (TarWriter writer = new(archive, leaveOpen: true))
        {
            writer.WriteEntry(path, "source");
        }

        archive.Position = 0;
        using TarReader reader = new(archive);
        return reader.GetNextEntry()!.EntryType;
    }

    private static FileStream Open(string path, FileAccess access) => new(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    // Opening and reading a pipe wait in the system, where no token reaches.
    private static Task<T> OnItsOwnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task<T> UntilAsync<T>(Task<T> work, bool wake, CancellationToken cancellationToken)
    {
        try
        {
            return await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await LetInAsync(work, wake).ConfigureAwait(false);
            _ = work.ContinueWith(
                static done => (done.Result as IDisposable)?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    // Who waits for a writer is let in by one: ourselves. A thread that cannot be freed so ends with its writer, at the latest with this process.
    private async Task LetInAsync(Task waiting, bool wake)
    {
        try
        {
            FileStream both = Open(_path, FileAccess.ReadWrite);
            await using (both.ConfigureAwait(false))
            {
                if (wake)
                {
                    both.WriteByte(0);
                }

                await Task.WhenAny(waiting, Task.Delay(s_grace)).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Not every pipe can be opened for both.
        }
    }
}

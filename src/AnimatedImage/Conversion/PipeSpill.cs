using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>
/// What a pipe gave, all of it, in a file that lives as long as this: ffmpeg has to go back and forth in a video, and a pipe can be read
/// once. On Linux the file has no name, so it goes even if this process is killed.
/// </summary>
internal sealed class PipeSpill : IAsyncDisposable
{
    private const int ChunkBytes = 256 << 10;
    private const int HeadBytes = 64;

    // errno on Linux and macOS.
    private const int NoSpace = 28;

    private readonly MediaLocation _location;
    private readonly SpillBudget _budget;
    private readonly FileStream _file;
    private readonly string _path;
    private long _taken;

    private PipeSpill(MediaLocation location, string folder, SpillBudget budget)
    {
        _location = location;
        _budget = budget;
        _file = SpillFile.Create(folder, FileShare.ReadWrite | FileShare.Delete);

        // Linux shows a process's open files, named or not, to the other processes of its user.
        string open = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{_file.SafeFileHandle.DangerousGetHandle()}");
        bool isShown = File.Exists(open);
        _path = isShown ? open : _file.Name;
        if (isShown)
        {
            File.Delete(_file.Name);
        }
    }

    /// <summary>How much there is.</summary>
    public long Bytes => _file.Length;

    /// <summary>What its first bytes say.</summary>
    public SourceKind Kind { get; private set; }

    /// <summary>What ffmpeg opens.</summary>
    public MediaInput Input { get; private set; } = null!;

    /// <summary>What the user should know.</summary>
    public string Warning => string.Create(
        CultureInfo.InvariantCulture,
        $"'{_location.Name}' is a pipe, in which nothing can be sought: all of it, {Bytes / 1e6:0.##} MB, was read into a temporary file first.");

    /// <summary>Reads a pipe to its end.</summary>
    /// <param name="location">The pipe.</param>
    /// <param name="folder">Where the file is made; null = the system's temporary folder.</param>
    /// <param name="budget">How much may lie on disk, together with everything else that does.</param>
    /// <param name="cancellationToken">Ends the waiting and the reading.</param>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.EmptySource"/>, <see cref="ErrorId.SourceTooLarge"/>, <see cref="ErrorId.DiskFull"/>, <see cref="ErrorId.PlaylistRefused"/>,
    /// <see cref="ErrorId.AccessDenied"/>.
    /// </exception>
    public static async Task<PipeSpill> ReadAsync(MediaLocation location, string? folder, SpillBudget budget, CancellationToken cancellationToken)
    {
        PipeSource pipe = await PipeSource.OpenAsync(location.Path, cancellationToken).ConfigureAwait(false);
        await using (pipe.ConfigureAwait(false))
        {
            string place = folder ?? Path.GetTempPath();
            PipeSpill? spill = null;
            try
            {
                spill = new PipeSpill(location, place, budget);
                await spill.FillAsync(pipe, cancellationToken).ConfigureAwait(false);
                spill.Input = await spill.DescribeAsync(cancellationToken).ConfigureAwait(false);
                return spill;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                await DisposeAsync(spill).ConfigureAwait(false);
                throw CannotKeep(location, place, failure);
            }
            catch
            {
                await DisposeAsync(spill).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().ConfigureAwait(false);
        _budget.Give(Interlocked.Exchange(ref _taken, 0));
    }

    private static ValueTask DisposeAsync(PipeSpill? spill) => spill?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task FillAsync(PipeSource pipe, CancellationToken cancellationToken)
    {
        byte[] chunk = new byte[ChunkBytes];
        while (await pipe.ReadAsync(chunk, cancellationToken).ConfigureAwait(false) is int count and > 0)
        {
            if (!_budget.TryTake(count))
            {
                throw new ConversionException(
                    ErrorId.SourceTooLarge,
                    FailureKind.Source,
                    string.Create(CultureInfo.InvariantCulture, $"The pipe {_location} gives more than {Bytes} bytes, and no more may be kept of what cannot be read twice."),
                    "Write the video into a file and convert that.");
            }

            _taken += count;
            await _file.WriteAsync(chunk.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        if (Bytes == 0)
        {
            throw new ConversionException(ErrorId.EmptySource, FailureKind.Source, $"The pipe {_location} was closed before anything was written into it.", "Check the program that writes into it.");
        }
    }

    private async Task<MediaInput> DescribeAsync(CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadBytes];
        _file.Position = 0;
        int count = await _file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        Kind = LocalSource.KindOf(head.AsSpan(0, count));
        if (Kind == SourceKind.Playlist)
        {
            throw new ConversionException(
                ErrorId.PlaylistRefused, FailureKind.Source, $"The pipe {_location} gives a playlist, and where the files lie that it names is not known.", "Name the playlist's own file.");
        }

        return new MediaInput
        {
            Location = _location,
            Address = "file:" + _path,
            Protocols = "file",
            Identity = await ContentFingerprint.ComputeAsync(_path, cancellationToken).ConfigureAwait(false),
            Opener = () => new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete),
        };
    }

    private static ConversionException CannotKeep(MediaLocation location, string folder, Exception failure) => new(
        ErrorId.DiskFull,
        FailureKind.Internal,
        failure.HResult == NoSpace
            ? $"The disk is full: the folder '{folder}' has no room for what the pipe {location} gives."
            : $"What the pipe {location} gives cannot be kept in the folder '{folder}': {failure.Message}",
        "Free some space there, or name another folder with Set-AnimationConfiguration -SpillFolder.",
        failure);
}

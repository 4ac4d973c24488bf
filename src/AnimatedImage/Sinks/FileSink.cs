using System.Security.Cryptography;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Sinks;

/// <summary>
/// A local file: written beside its final name and renamed once whole. The hidden neighbour is created at once, so that a folder that
/// is missing, full or read-only is told before anything is decoded.
/// </summary>
public sealed class FileSink : ISink
{
    private const string HiddenExtension = ".part";

    private readonly MediaLocation _destination;
    private readonly bool _overwrite;
    private readonly string _temporaryPath;
    private readonly FileStream _file;
    private readonly OutputDigest _digest = new();
    private SinkResult? _written;
    private bool _isPublished;

    private FileSink(MediaLocation destination, bool overwrite, string temporaryPath, FileStream file)
    {
        _destination = destination;
        _overwrite = overwrite;
        _temporaryPath = temporaryPath;
        _file = file;
    }

    /// <summary>Checks what can be told about a destination without writing.</summary>
    /// <param name="destination">A local file.</param>
    /// <param name="overwrite">True when an existing file may be replaced.</param>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.DestinationExists"/>, <see cref="ErrorId.DestinationFolderMissing"/> or <see cref="ErrorId.DestinationNotWritable"/>.
    /// </exception>
    public static void Check(MediaLocation destination, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(destination);
        string folder = Path.GetDirectoryName(destination.Path)!;
        if (Directory.Exists(destination.Path))
        {
            throw new ConversionException(
                ErrorId.DestinationNotWritable,
                FailureKind.Input,
                $"'{destination}' is a folder, so no file can be written under that name.",
                "End the destination with a separator to write into the folder, or choose another name.");
        }

        if (!Directory.Exists(folder))
        {
            throw new ConversionException(
                ErrorId.DestinationFolderMissing,
                FailureKind.Input,
                $"The folder of '{destination}' does not exist.",
                $"Create '{folder}' first, or choose another destination.");
        }

        if (!overwrite && File.Exists(destination.Path))
        {
            throw FileFailure.Exists(destination, null);
        }
    }

    /// <summary>Checks the destination and opens the hidden file.</summary>
    /// <param name="destination">A local file.</param>
    /// <param name="overwrite">True replaces an existing file; false makes it an error, also when it appears meanwhile.</param>
    /// <param name="mark">
    /// Part of the hidden file's name, unique to this writer, by which <see cref="RemoveHidden"/> finds it after a crash; null = random.
    /// </param>
    /// <exception cref="ConversionException">As <see cref="Check"/>, or <see cref="ErrorId.DiskFull"/>.</exception>
    public static FileSink Open(MediaLocation destination, bool overwrite, string? mark = null)
    {
        Check(destination, overwrite);
        string folder = Path.GetDirectoryName(destination.Path)!;

        // A mark or 8 random hexadecimal digits keep two writers of one name apart; the dot hides the file on Unix.
        // Names are cut because file systems allow 255 bytes, which a long name with the suffix would exceed.
        string shortName = destination.Name.Length > 40 ? destination.Name[..40] : destination.Name;
        string temporaryPath = Path.Combine(folder, $".{shortName}.{mark ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}{HiddenExtension}");
        try
        {
            return new FileSink(destination, overwrite, temporaryPath, new FileStream(temporaryPath, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                Options = FileOptions.Asynchronous,
            }));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileFailure.Explain(exception, destination, temporaryPath);
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        await foreach (ReadOnlyMemory<byte> chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _digest.Append(chunk.Span);
            try
            {
                await _file.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw FileFailure.Explain(exception, _destination, _temporaryPath);
            }
        }

        try
        {
            // To the disk before the rename: after a power cut the name must not point at an empty file.
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileFailure.Explain(exception, _destination, _temporaryPath);
        }

        _written = _digest.Finish(_destination);
    }

    /// <inheritdoc/>
    public StagedFile? Staged => _written is null ? null : new StagedFile(_temporaryPath, _overwrite, _written);

    /// <inheritdoc/>
    public Task<SinkResult> PublishAsync()
    {
        Rename(_temporaryPath, _destination, _overwrite);
        _isPublished = true;
        return Task.FromResult(_written!);
    }

    /// <summary>
    /// Publishes what another process staged, as often as it is called: the file that is there already by the same bytes counts as
    /// published.
    /// </summary>
    /// <returns>False when neither the hidden file nor the published one can be found from here.</returns>
    /// <exception cref="ConversionException">Something else stands at the final name, or it cannot be written.</exception>
    public static async Task<bool> PublishAsync(StagedFile staged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(staged);
        MediaLocation destination = staged.Result.Location;
        if (File.Exists(staged.HiddenPath))
        {
            try
            {
                Rename(staged.HiddenPath, destination, staged.Overwrite);
                return true;
            }
            catch (ConversionException) when (!File.Exists(staged.HiddenPath))
            {
                // Whoever staged it was not dead but slow, and has published it at this moment.
            }
        }

        FileInfo published = new(destination.Path);
        return published.Exists
            && published.Length == staged.Result.Bytes
            && (await OutputDigest.ReadAsync(destination, cancellationToken).ConfigureAwait(false)).Sha256 == staged.Result.Sha256;
    }

    /// <summary>Removes the hidden files in a folder whose mark begins with a text: what a writer that was killed left behind.</summary>
    /// <param name="folder">The folder of a destination; nothing happens where it does not exist.</param>
    /// <param name="mark">The beginning of the marks, letters and digits only.</param>
    public static void RemoveHidden(string folder, string mark)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        EnumerationOptions everything = new() { AttributesToSkip = FileAttributes.Directory, IgnoreInaccessible = true };
        foreach (string path in Directory.EnumerateFiles(folder, $".*.{mark}*{HiddenExtension}", everything))
        {
            Remove(path);
        }
    }

    /// <inheritdoc/>
    public Task WithdrawAsync()
    {
        // What was replaced is gone and cannot come back; what is new may go.
        if (_isPublished && !_overwrite)
        {
            Remove(_destination.Path);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The last buffered bytes did not fit on the disk; the file goes away next.
        }

        if (!_isPublished)
        {
            Remove(_temporaryPath);
        }

        _digest.Dispose();
    }

    private static void Rename(string hiddenPath, MediaLocation destination, bool overwrite)
    {
        try
        {
            File.Move(hiddenPath, destination.Path, overwrite);
        }
        catch (IOException exception) when (!overwrite && File.Exists(destination.Path))
        {
            throw FileFailure.Exists(destination, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileFailure.Explain(exception, destination, hiddenPath);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or somebody holds the file: the failure that brought us here is the one to tell.
        }
    }
}

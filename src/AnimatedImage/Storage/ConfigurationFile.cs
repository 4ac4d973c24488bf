using System.Diagnostics;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>
/// A text file of a user's settings, shared by every shell and worker of this user. A change is written beside the file and then takes
/// its place, so that a reader sees the old or the new text and never half of one; <see cref="Hold"/> makes several processes change
/// it one after the other. Only the user may read it.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
public sealed class ConfigurationFile(string path)
{
    private const long MostBytes = 1024 * 1024;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The file's full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The text; null when there is no file.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.AccessDenied"/>: it cannot be read, or is too large for settings (1 MiB).</exception>
    public string? Read()
    {
        try
        {
            using FileStream file = new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MostBytes)
            {
                throw new IOException(FormattableString.Invariant($"It has {file.Length} bytes; more than {MostBytes} are no settings."));
            }

            using StreamReader reader = new(file);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException(
                ErrorId.AccessDenied,
                FailureKind.Input,
                $"The settings in '{Path}' cannot be read: {exception.Message}",
                $"Change its permissions, or set {ConfigurationFolder.Variable} to another folder.",
                exception);
        }
    }

    /// <summary>Keeps other processes from changing the file until what is returned is disposed; waits up to 10 s for one that does.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.DestinationNotWritable"/></exception>
    public IDisposable Hold() => Writing(() =>
    {
        // The lock file stays: were it removed, another process could wait for the one that is gone.
        CreateFolder();
        string held = Path + ".lock";
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(held, Own(FileMode.OpenOrCreate));
            }
            catch (IOException) when (File.Exists(held) && waited.Elapsed < LongestWait)
            {
                Thread.Sleep(Pause);
            }
        }
    });

    /// <summary>Puts the text in the file's place, whole or not at all. Its folder is created where it is missing.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.DestinationNotWritable"/></exception>
    public void Replace(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Writing(() =>
        {
            CreateFolder();

            // A link, as people keep who have their settings elsewhere, stays one.
            string target = new FileInfo(Path).LinkTarget is null ? Path : File.ResolveLinkTarget(Path, returnFinalTarget: true)!.FullName;
            string temporary = $"{target}.{Guid.NewGuid():n}.tmp";
            try
            {
                using (FileStream file = new(temporary, Own(FileMode.CreateNew)))
                {
                    file.Write(System.Text.Encoding.UTF8.GetBytes(text));
                    file.Flush(flushToDisk: true);
                }

                File.Move(temporary, target, overwrite: true);
                return true;
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        });
    }

    /// <summary>Removes the file; one that is not there is no failure.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.DestinationNotWritable"/></exception>
    public void Remove() => Writing(() =>
    {
        if (File.Exists(Path))
        {
            File.Delete(Path);
        }

        return true;
    });

    private static FileStreamOptions Own(FileMode mode)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }

        return options;
    }

    private void CreateFolder()
    {
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnFolder);
        }
    }

    private T Writing<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException(
                ErrorId.DestinationNotWritable,
                FailureKind.Input,
                $"The settings cannot be written to '{Path}': {exception.Message}",
                $"Change the folder's permissions, or set {ConfigurationFolder.Variable} to another folder.",
                exception);
        }
    }
}

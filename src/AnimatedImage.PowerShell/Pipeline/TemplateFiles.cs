using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Files that hold templates, as users name them.</summary>
internal static class TemplateFiles
{
    /// <summary>The files that paths name; one that names none is told.</summary>
    public static IEnumerable<MediaLocation> Resolve(PSCmdlet command, IEnumerable<string> names, bool isLiteral)
    {
        PathResolver paths = new(command);
        foreach (string name in names)
        {
            IReadOnlyList<MediaLocation> found = [];
            try
            {
                found = isLiteral ? [paths.Literal(name)] : paths.Expand(name);
                if (found.Count == 0)
                {
                    command.WriteWarning($"No file matches '{name}' in '{command.SessionState.Path.CurrentLocation}'.");
                }
            }
            catch (ConversionException exception)
            {
                command.WriteError(ErrorRecords.From(exception, name));
            }

            foreach (MediaLocation file in found)
            {
                yield return file;
            }
        }
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="ConversionException">It is not on this machine, does not exist or cannot be read.</exception>
    public static string Read(MediaLocation file)
    {
        if (!file.IsLocal)
        {
            throw new ConversionException(ErrorId.StorageNotAvailable, FailureKind.Input, $"'{file}' cannot be read: templates are read from local files only.", "Copy the file to this machine first.");
        }

        if (Directory.Exists(file.Path))
        {
            throw new ConversionException(ErrorId.PathIsDirectory, FailureKind.Input, $"'{file}' is a folder; a file is needed.", "Name the file, or use a wildcard.");
        }

        return new ConfigurationFile(file.Path).Read()
            ?? throw new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"'{file}' does not exist.", "Check the path.");
    }
}

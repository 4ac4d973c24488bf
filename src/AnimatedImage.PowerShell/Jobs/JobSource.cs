using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>What can be told of a job's source without reading it.</summary>
internal static class JobSource
{
    /// <summary>Tells about a slip of the pen while its author is still there.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.PathNotFound"/> or <see cref="ErrorId.PathIsDirectory"/>.</exception>
    public static void ThrowIfMissing(MediaLocation source)
    {
        if (!source.IsLocal || File.Exists(source.Path))
        {
            return;
        }

        throw Directory.Exists(source.Path)
            ? new ConversionException(ErrorId.PathIsDirectory, FailureKind.Input, $"'{source}' is a folder; a file is needed.", "Name the file, or use a wildcard.")
            : new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"'{source}' does not exist.", "Check the path.");
    }
}

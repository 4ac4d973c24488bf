using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>What can be told of a job's source without reading it.</summary>
internal static class JobSource
{
    /// <summary>Tells about a slip of the pen while its author is still there.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.PathNotFound"/>, <see cref="ErrorId.PathIsDirectory"/> or <see cref="ErrorId.SourceIsPipe"/>.</exception>
    public static void ThrowIfUnfit(MediaLocation source)
    {
        if (!source.IsLocal || File.Exists(source.Path))
        {
            PipedSource.Refuse(source);
            return;
        }

        throw Directory.Exists(source.Path)
            ? new ConversionException(ErrorId.PathIsDirectory, FailureKind.Input, $"'{source}' is a folder; a file is needed.", "Name the file, or use a wildcard.")
            : new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"'{source}' does not exist.", "Check the path.");
    }
}

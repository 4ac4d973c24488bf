using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Jobs;

/// <summary>Keeps pipes out of jobs, which may be tried again, by another process: then the writer has come and gone.</summary>
public static class PipedSource
{
    /// <summary>Refuses a named pipe, <c>/dev/stdin</c> and what a shell hands over as <c>/dev/fd/63</c>; nothing is read.</summary>
    /// <param name="source">A job's source; null where it has none.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.SourceIsPipe"/>, or <see cref="ErrorId.NotMedia"/> when it is a device.</exception>
    public static void Refuse(MediaLocation? source)
    {
        if (source is { IsLocal: true } && PipeSource.Is(source.Path))
        {
            throw new ConversionException(
                ErrorId.SourceIsPipe, FailureKind.Input, $"'{source}' is a pipe, which can be read once; a job may be tried again.", "Convert it directly, or write it into a file first.");
        }
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Worker.Output;

namespace AnimatedImage.Worker;

/// <summary>Does the same to each source; one that fails does not stop the others.</summary>
internal static class SourceLoop
{
    /// <summary>Runs over the sources and returns the exit code: the first failure's, or success.</summary>
    public static async Task<int> RunAsync(
        IEnumerable<string> sources,
        IResultWriter writer,
        Func<string, CancellationToken, Task> action,
        CancellationToken cancellationToken)
    {
        int code = ExitCode.Success;
        foreach (string source in sources)
        {
            try
            {
                await action(source, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Cancelled;
            }
            catch (ConversionException exception)
            {
                writer.Write(source, exception);
                code = code == ExitCode.Success ? ExitCode.Of(exception.Kind) : code;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                writer.Write(source, new ConversionException(ErrorId.AccessDenied, FailureKind.Input, $"'{source}': {exception.Message}", inner: exception));
                code = code == ExitCode.Success ? ExitCode.Input : code;
            }
        }

        return code;
    }
}

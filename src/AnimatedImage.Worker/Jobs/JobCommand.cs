using System.CommandLine;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;

namespace AnimatedImage.Worker.Jobs;

/// <summary>What the commands about jobs have in common.</summary>
internal static class JobCommand
{
    /// <summary>Opens the store, which is made where it is missing, does something, and returns the exit code.</summary>
    public static Task<int> RunAsync(
        ParseResult result, Option<string> store, Option<bool> json, Func<IJobStore, JobWriter, Task> action, CancellationToken cancellationToken) =>
        RunAsync(result, json, async () => await StoreOption.OpenAsync(result, store, cancellationToken).ConfigureAwait(false), action, cancellationToken);

    /// <summary>Opens a store that is there, does something, and returns the exit code.</summary>
    public static Task<int> LookAsync(
        ParseResult result, Option<string> store, Option<bool> json, Func<IJobStore, JobWriter, Task> action, CancellationToken cancellationToken) =>
        RunAsync(result, json, () => StoreOption.OpenExistingAsync(result, store, cancellationToken), action, cancellationToken);

    private static async Task<int> RunAsync(
        ParseResult result, Option<bool> json, Func<Task<IJobStore>> open, Func<IJobStore, JobWriter, Task> action, CancellationToken cancellationToken)
    {
        JobWriter writer = new(result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, result.GetValue(json));
        try
        {
            IJobStore jobs = await open().ConfigureAwait(false);
            await using (jobs.ConfigureAwait(false))
            {
                await action(jobs, writer).ConfigureAwait(false);
            }

            return writer.Code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            writer.Write(new ConversionException(ErrorId.AccessDenied, FailureKind.Input, exception.Message, inner: exception));
            return writer.Code;
        }
        catch (ConversionException failure)
        {
            writer.Write(failure);
            return writer.Code;
        }
    }

    /// <summary>Does the same to each id; one that fails does not stop the others.</summary>
    public static async Task EachAsync(IEnumerable<string> ids, JobWriter writer, Func<string, Task> action)
    {
        foreach (string id in ids)
        {
            try
            {
                await action(id).ConfigureAwait(false);
            }
            catch (ConversionException failure) when (failure.ErrorId is ErrorId.JobNotFound or ErrorId.JobStateConflict or ErrorId.WorkerNotFound or ErrorId.QueueNotFound or ErrorId.QueueNotEmpty)
            {
                writer.Write(failure);
            }
        }
    }
}

using AnimatedImage.Failures;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Runs a piece of work so that whatever it throws ends as an error record: no exception leaves, or it would kill the process.</summary>
internal static class WorkGuard
{
    /// <summary>Runs the work.</summary>
    /// <param name="streams">Where the work and its failure are written.</param>
    /// <param name="target">What the work is about.</param>
    /// <param name="work">The work.</param>
    /// <param name="stopped">The command was stopped: cancellation is then no failure.</param>
    /// <returns>False when the work failed.</returns>
    public static async Task<bool> RunAsync(
        ICommandStreams streams,
        object? target,
        Func<ICommandStreams, CancellationToken, Task> work,
        CancellationToken stopped)
    {
        try
        {
            await work(streams, stopped).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (stopped.IsCancellationRequested)
        {
            // A child that is killed and a pipe that breaks are how stopping looks from inside.
            return true;
        }
        catch (Exception exception)
        {
            await ReportAsync(streams, target, exception, stopped).ConfigureAwait(false);
            return false;
        }
    }

    private static async Task ReportAsync(ICommandStreams streams, object? target, Exception exception, CancellationToken stopped)
    {
        try
        {
            if (exception is ConversionException { Log: { Length: > 0 } log })
            {
                await streams.WriteDebugAsync(log).ConfigureAwait(false);
            }

            await streams.WriteErrorAsync(ErrorRecords.From(exception, target)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Media;

namespace AnimatedImage.Conversion;

/// <summary>Conversions that share a decode while they are carried out.</summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="runs">At least one, put together by <see cref="SharedDecode"/>.</param>
internal sealed class ConversionGroup(FFmpegTools tools, IReadOnlyList<ConversionRun> runs)
{
    /// <summary>Does everything but publish.</summary>
    /// <exception cref="ConversionException">Any failure of any of them.</exception>
    public async Task StageAsync(CancellationToken cancellationToken)
    {
        using IDisposable place = await CoreBudget.Shared.BeginAsync(!runs[0].Conversion.Opened.Conditions.IsRemote, cancellationToken).ConfigureAwait(false);
        ConversionTrace[] traces = [.. runs.Select(run => ConversionTrace.Start(run.Conversion))];
        try
        {
            await ConversionTimeout.KeepAsync(
                runs[0].Conversion,
                async token =>
                {
                    await WriteAsync(token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            foreach ((ConversionTrace trace, ConversionRun run) in traces.Zip(runs))
            {
                trace.Succeeded(run.FramesDone);
            }
        }
        catch (Exception exception)
        {
            Array.ForEach(traces, trace => trace.Failed(exception));
            throw;
        }
        finally
        {
            // They began within each other.
            foreach (ConversionTrace trace in traces.Reverse())
            {
                trace.Dispose();
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (ConversionRun run in runs)
        {
            await run.OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        if (runs is [{ HasToFit: true } alone])
        {
            await alone.FitAsync(cancellationToken).ConfigureAwait(false);
            alone.Conversion.Opened.ThrowIfBroken();
        }

        // The first that has something to write is the one whose source is read.
        if (runs.FirstOrDefault(run => run.Part is not null) is { } reading)
        {
            StagePart[] parts = [.. runs.Select(run => run.Part).OfType<StagePart>()];
            await reading.Conversion.Opened.WatchAsync(async () =>
            {
                await StageJoint.RunAsync(tools, parts, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);

            // To ffmpeg a store that breaks off is just the end of its input.
            reading.Conversion.Opened.ThrowIfBroken();
        }

        foreach (ConversionRun run in runs)
        {
            run.Complete(cancellationToken);
        }
    }
}

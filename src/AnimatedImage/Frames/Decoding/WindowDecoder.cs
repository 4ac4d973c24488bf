using AnimatedImage.Failures;
using AnimatedImage.Frames.Nut;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>Decodes windows of a source, each with an ffmpeg of its own that is gone when the window is done.</summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="plan">What is read and how pictures are changed.</param>
/// <param name="input">Where it is read from.</param>
internal sealed class WindowDecoder(FFmpegTools tools, ConversionPlan plan, DecodeInput input)
{
    private readonly FramePool _pool = new(plan.Picture.CanvasWidth, plan.Picture.CanvasHeight);
    private readonly PictureFilters _picture = new(plan.Picture, plan.Source.Video, tools.Capabilities);
    private readonly string _subject = plan.Source.Input.Subject;

    /// <summary>Threads of each decoder; null = as many as ffmpeg likes, which is one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>Emits the window's frames.</summary>
    /// <param name="window">The part that is read.</param>
    /// <param name="firstTime">Where it begins on the concatenated time line.</param>
    /// <param name="firstIndex">How many frames were emitted before.</param>
    /// <param name="emit">Takes a frame over.</param>
    /// <param name="cancellationToken">Kills the ffmpeg.</param>
    public async Task ReadAsync(
        ReadWindow window, TimeSpan firstTime, long firstIndex, Func<Frame, ValueTask> emit, CancellationToken cancellationToken)
    {
        DecodeStart[] attempts = [.. DecodeStart.Attempts(input, window, plan.Selection.Kind)];
        for (int i = 0; i < attempts.Length; i++)
        {
            bool isLast = i == attempts.Length - 1;
            using WindowAssembly assembly = plan.Selection.Kind == FrameSelectionKind.Grid
                ? new GridAssembly(plan.Selection.Rate!.Value, window.SampleCount, firstIndex, isLast, emit)
                : new EveryFrameAssembly(window.End - window.Start, attempts[i].LeadIn, plan.Selection.Tolerance, firstTime, isLast, emit);
            if (await DecodeAsync(window, attempts[i], assembly, isLast, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>One attempt; false when decoding has to begin earlier.</summary>
    private async Task<bool> DecodeAsync(
        ReadWindow window, DecodeStart start, WindowAssembly assembly, bool isLast, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> arguments = DecodeCommand.Build(input, plan, window, start, _picture, tools.Capabilities, Threads);
        FFmpegProcess process = FFmpegProcess.Start(tools.FFmpegPath, arguments, Limits, cancellationToken);
        await using (process.ConfigureAwait(false))
        {
            using var feeding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task feed = FeedAsync(process, feeding.Token);
            try
            {
                int count = await ReadFramesAsync(process, assembly, cancellationToken).ConfigureAwait(false);
                if (assembly.BeganTooLate)
                {
                    return false;
                }

                if (!assembly.IsComplete)
                {
                    await feed.ConfigureAwait(false);
                    if (count == 0 && !isLast)
                    {
                        return false;
                    }

                    await process.EnsureSuccessAsync(_subject, cancellationToken).ConfigureAwait(false);
                    await assembly.FinishAsync().ConfigureAwait(false);
                }

                return !assembly.BeganTooLate;
            }
            finally
            {
                await feeding.CancelAsync().ConfigureAwait(false);
                await process.DisposeAsync().ConfigureAwait(false);
                await feed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> ReadFramesAsync(FFmpegProcess process, WindowAssembly assembly, CancellationToken cancellationToken)
    {
        var reader = new NutReader(process.Output);
        int count = 0;
        try
        {
            while (!assembly.IsComplete && !assembly.BeganTooLate
                && await reader.ReadFrameAsync(_pool, cancellationToken).ConfigureAwait(false) is { } frame)
            {
                await assembly.AddAsync(frame).ConfigureAwait(false);
                count++;
            }

            return count;
        }
        catch (InvalidDataException broken)
        {
            // The usual cause is that ffmpeg died.
            await process.EnsureSuccessAsync(_subject, cancellationToken).ConfigureAwait(false);
            throw new ConversionException(
                ErrorId.FFmpegFailed,
                FailureKind.Internal,
                $"What ffmpeg decoded from '{_subject}' cannot be read: {broken.Message}",
                "Try another version of ffmpeg.",
                broken) { Log = process.Log };
        }
    }

    private async Task FeedAsync(FFmpegProcess process, CancellationToken cancellationToken)
    {
        try
        {
            if (input.Feed is { } feed)
            {
                await feed(process.Input, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // ffmpeg has what it needs, or died: its exit code tells.
        }
        finally
        {
            process.CloseInput();
        }
    }

    private ProcessLimits Limits => ProcessLimits.Default with { CpuTime = plan.Timeout * Environment.ProcessorCount };
}

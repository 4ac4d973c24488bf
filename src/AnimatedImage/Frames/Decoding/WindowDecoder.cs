using AnimatedImage.Failures;
using AnimatedImage.Frames.Nut;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>Decodes windows of a source, each with an ffmpeg of its own that is gone when the window is done.</summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="plan">What is read and how pictures are changed.</param>
/// <param name="input">Where it is read from.</param>
/// <param name="pictures">What happens to each picture.</param>
internal sealed class WindowDecoder(FFmpegTools tools, ConversionPlan plan, DecodeInput input, PictureForms pictures)
{
    private readonly FramePool _pool = FramePool.Of(pictures.Forms);
    private readonly string _subject = plan.Source.Input.Subject;

    /// <summary>Threads of each decoder; null = as many as ffmpeg likes, which is one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>True when seeking did not lead to a window's frames, so that decoding began at the beginning.</summary>
    public bool StartedOver { get; private set; }

    /// <summary>Emits the window's frames.</summary>
    /// <param name="window">The part that is read.</param>
    /// <param name="firstTime">Where it begins on the concatenated time line.</param>
    /// <param name="firstIndex">How many frames were emitted before.</param>
    /// <param name="emit">Takes a frame over.</param>
    /// <param name="cancellationToken">Kills the ffmpeg.</param>
    public async Task ReadAsync(
        ReadWindow window, TimeSpan firstTime, long firstIndex, Func<Frame, ValueTask> emit, CancellationToken cancellationToken)
    {
        DecodeStart[] attempts = [.. DecodeStart.Attempts(input, window, plan.Selection)];
        if (!await TryAsync(attempts[..^1], window, firstTime, firstIndex, emit, cancellationToken).ConfigureAwait(false))
        {
            StartedOver |= attempts.Length > 1;
            await TryAsync(attempts[^1], window, firstTime, firstIndex, emit, true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Emits the window's frames if seeking leads to them; false, with nothing emitted, when only a decode from the beginning could. A
    /// window at the very beginning needs no seek.
    /// </summary>
    /// <param name="window">The part that is read.</param>
    /// <param name="emit">Takes a frame over.</param>
    /// <param name="cancellationToken">Kills the ffmpeg.</param>
    public async Task<bool> TrySeekAsync(ReadWindow window, Func<Frame, ValueTask> emit, CancellationToken cancellationToken)
    {
        DecodeStart[] attempts = [.. DecodeStart.Attempts(input, window, plan.Selection)];
        if (attempts.Length > 1)
        {
            return await TryAsync(attempts[..^1], window, TimeSpan.Zero, 0, emit, cancellationToken).ConfigureAwait(false);
        }

        await TryAsync(attempts[0], window, TimeSpan.Zero, 0, emit, true, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// The samples of several windows, decoded by one ffmpeg; null for each that did not come whole. What is wrong with a window is told
    /// by <see cref="TrySeekAsync"/>.
    /// </summary>
    /// <param name="windows">Parts with samples on a grid.</param>
    /// <param name="cancellationToken">Kills the ffmpeg.</param>
    public async Task<Queue<Frame>?[]> SeekTogetherAsync(IReadOnlyList<ReadWindow> windows, CancellationToken cancellationToken)
    {
        WindowStart[] parts = [.. windows.Select(window => new WindowStart(window, DecodeStart.Attempts(input, window, plan.Selection).First()))];
        TimeSpan stride = TogetherAssembly.StrideOf(parts);
        using var assembly = new TogetherAssembly(plan.Selection.Rate!.Value, parts, stride);
        IReadOnlyList<string> arguments = DecodeCommand.Build(input, plan, parts, stride, pictures, tools.Capabilities, Threads);
        FFmpegProcess process = FFmpegProcess.Start(tools.FFmpegPath, arguments, Limits, cancellationToken);
        await using (process.ConfigureAwait(false))
        {
            process.CloseInput();
            try
            {
                await ReadFramesAsync(process, assembly, cancellationToken).ConfigureAwait(false);
            }
            catch (ConversionException)
            {
                // The windows that are not whole by now are tried one by one.
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return assembly.Take();
    }

    /// <summary>
    /// Decodes from where an earlier window was found, for a window that seeking does not lead to; false, with nothing emitted, when that
    /// is too late as well. True without a frame means that the source ends before the window.
    /// </summary>
    /// <param name="earlier">A window that was found.</param>
    /// <param name="window">The part that is read.</param>
    /// <param name="emit">Takes a frame over.</param>
    /// <param name="cancellationToken">Kills the ffmpeg.</param>
    public Task<bool> TryReadOnAsync(ReadWindow earlier, ReadWindow window, Func<Frame, ValueTask> emit, CancellationToken cancellationToken) =>
        DecodeStart.Attempts(input, earlier, plan.Selection).FirstOrDefault() is { Seek: not null } start
            ? TryAsync([start], window, TimeSpan.Zero, 0, emit, cancellationToken)
            : Task.FromResult(false);

    private async Task<bool> TryAsync(
        DecodeStart[] attempts, ReadWindow window, TimeSpan firstTime, long firstIndex, Func<Frame, ValueTask> emit, CancellationToken cancellationToken)
    {
        foreach (DecodeStart attempt in attempts)
        {
            if (await TryAsync(attempt, window, firstTime, firstIndex, emit, false, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> TryAsync(
        DecodeStart start, ReadWindow window, TimeSpan firstTime, long firstIndex, Func<Frame, ValueTask> emit, bool isLast, CancellationToken cancellationToken)
    {
        FrameSelection selection = plan.Selection;
        using WindowAssembly assembly = selection switch
        {
            { KeyFramesWillDo: true } => new KeyFrameGridAssembly(selection, window.SampleCount, firstIndex, start.LeadIn, isLast, emit),
            { Kind: FrameSelectionKind.Grid } => new GridAssembly(selection.Rate!.Value, window.SampleCount, firstIndex, isLast, emit),
            _ => new EveryFrameAssembly(window.End - window.Start, start.LeadIn, selection.Tolerance, firstTime, isLast, emit),
        };
        return await DecodeAsync(window, start, assembly, isLast, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One attempt; false when decoding has to begin earlier.</summary>
    private async Task<bool> DecodeAsync(
        ReadWindow window, DecodeStart start, WindowAssembly assembly, bool isLast, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> arguments = DecodeCommand.Build(input, plan, window, start, pictures, tools.Capabilities, Threads);
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

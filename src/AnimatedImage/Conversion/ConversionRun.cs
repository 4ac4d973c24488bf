using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using AnimatedImage.Conversion.Budget;
using AnimatedImage.Encoding;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>One conversion being carried out: every output at once, published together.</summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="encoders">The encoders.</param>
/// <param name="conversion">What is carried out.</param>
/// <param name="mark">What the names of hidden files hold, so that a later run finds them; null = nothing in particular.</param>
/// <param name="progress">Told about every frame; may be null.</param>
internal sealed class ConversionRun(
    FFmpegTools tools,
    EncoderCatalog encoders,
    PreparedConversion conversion,
    string? mark,
    IProgress<ConversionProgress>? progress) : IAsyncDisposable
{
    private readonly ConversionResult[] _results = new ConversionResult[conversion.Plan.Outputs.Count];
    private readonly List<int> _pending = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<OutputRun> _runs = [];
    private readonly List<(OutputPlan Output, IFrameEncoder Encoder)> _toFit = [];
    private readonly List<string> _warnings = [.. WarningsOf(conversion)];
    private TimeSpan _decodeTime;
    private int _framesDone;
    private ReadingMode? _reading;

    /// <summary>What waits to be published; null where an output can be published by this process alone.</summary>
    public IReadOnlyList<(StagedFile File, ConversionResult Result)>? Staged =>
        _runs.All(run => run.Staged is not null)
            ? [.. _runs.Select(run => (run.Staged!, Finished(run, run.Staged!.Result)))]
            : null;

    /// <summary>The outputs that were current already and are left alone.</summary>
    public IReadOnlyList<ConversionResult> Skipped => [.. _results.Where((result, index) => result is not null && !_pending.Contains(index))];

    /// <summary>Frames decoded so far.</summary>
    public int FramesDone => _framesDone;

    /// <summary>What is converted.</summary>
    public PreparedConversion Conversion => conversion;

    /// <summary>True when its outputs have a budget: then the frames are kept and encoded again and again, by <see cref="FitAsync"/>.</summary>
    public bool HasToFit => _toFit.Count > 0;

    /// <summary>What has to be written; null when everything is current, or has to fit.</summary>
    public StagePart? Part => _runs.Count == 0 || HasToFit ? null : new StagePart(conversion.Plan, _runs, OnFrame, _warnings.Add, reading => _reading = reading);

    /// <summary>Opens every output that is not current.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        ConversionPlan plan = conversion.Plan;
        for (int index = 0; index < plan.Outputs.Count; index++)
        {
            OutputPlan output = plan.Outputs[index];
            string key = await ContentKey.ComputeAsync(conversion.Request, plan.Source, output.Format, tools, cancellationToken).ConfigureAwait(false);
            output = output with { Settings = output.Settings with { ContentKey = key } };
            Destination destination = conversion.Targets[index];
            if (conversion.Request.SkipExisting && await destination.ReadKeyAsync(cancellationToken).ConfigureAwait(false) == key)
            {
                _results[index] = await destination.DescribeCurrentAsync(Current(index, output), cancellationToken).ConfigureAwait(false);
                continue;
            }

            IFrameEncoder encoder = encoders.Get(output.Format);
            bool overwrite = await destination.MayReplaceAsync(conversion.Request, cancellationToken).ConfigureAwait(false);
            _pending.Add(index);
            if (plan.Budget.MaxSize is null)
            {
                _runs.Add(new OutputRun(output, encoder, await OpenAsync(index, output, overwrite, cancellationToken).ConfigureAwait(false)));
            }
            else
            {
                await destination.CheckAsync(overwrite, cancellationToken).ConfigureAwait(false);
                _toFit.Add((output, encoder));
            }
        }

    }

    /// <summary>Looks at what was read, once all outputs are written.</summary>
    public void Complete(CancellationToken cancellationToken)
    {
        if (_pending.Count > 0)
        {
            WarnOfEarlyEnd();
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Makes the outputs appear, all or none: no cancellation between the first name and the last.</summary>
    public async Task<IReadOnlyList<ConversionResult>> PublishAsync()
    {
        int published = 0;
        try
        {
            for (; published < _runs.Count; published++)
            {
                _results[_pending[published]] = Finished(_runs[published], await _runs[published].PublishAsync().ConfigureAwait(false));
            }
        }
        catch
        {
            await WithdrawAsync(published).ConfigureAwait(false);
            throw;
        }

        return _results;
    }

    /// <summary>Takes everything back that was published, where nothing was replaced by it.</summary>
    public Task WithdrawAsync() => WithdrawAsync(_runs.Count);

    /// <summary>Removes what was not published.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (OutputRun run in _runs)
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> WarningsOf(PreparedConversion conversion)
    {
        string[] ignored = [.. conversion.Request.Object.Named];
        MediaLocation? file = conversion.Destinations.FirstOrDefault(destination => destination.IsLocal);
        return ignored.Length > 0 && file is not null
            ? [.. conversion.Plan.Warnings, $"{string.Join(" and ", ignored)} {(ignored.Length == 1 ? "has" : "have")} no effect on '{file.Name}': only stores keep that with a file."]
            : conversion.Plan.Warnings;
    }

    private async Task WithdrawAsync(int count)
    {
        foreach (OutputRun run in _runs.Take(count))
        {
            await run.WithdrawAsync().ConfigureAwait(false);
        }
    }

    private Task<ISink> OpenAsync(int index, OutputPlan output, bool overwrite, CancellationToken cancellationToken) => conversion.Targets[index].OpenAsync(
        conversion.Plan, output, overwrite, mark is null ? null : string.Create(CultureInfo.InvariantCulture, $"{mark}-{index}"), cancellationToken);

    /// <summary>Reads, and finds the best output of each that fits its budget.</summary>
    public async Task FitAsync(CancellationToken cancellationToken)
    {
        // One decode serves all: where an output wants RGBA on any rung, that of the others is made from it.
        bool isYuv = _toFit.All(fitting => BudgetFitting.LayoutFor(fitting.Encoder, fitting.Output.Settings) == PixelLayout.Yuv420);
        BudgetProgress shown = new(conversion.Plan, _toFit.Count, _watch, progress);
        using PlayedFrames frames = await PlayedFrames.ReadAsync(
            tools,
            conversion.Plan,
            isYuv ? PixelLayout.Yuv420 : PixelLayout.Rgba,
            PlayedFrames.DefaultLimit,
            framesDone =>
            {
                (_framesDone, _decodeTime) = (framesDone, _watch.Elapsed);
                shown.Decoded(framesDone);
            },
            cancellationToken).ConfigureAwait(false);
        conversion.Opened.ThrowIfBroken();

        // What an object's metadata tell is known only when the output is: its place is opened last.
        for (int fitting = 0; fitting < _toFit.Count; fitting++)
        {
            (OutputPlan output, IFrameEncoder encoder) = _toFit[fitting];
            int before = fitting;
            BudgetFitting search = new(conversion.Plan, frames, output, encoder);
            FittedOutput fitted = await search.RunAsync(part => shown.Fitted(before, part), cancellationToken).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable held = fitted.ConfigureAwait(false);
            bool overwrite = await conversion.Targets[_pending[fitting]].MayReplaceAsync(conversion.Request, cancellationToken).ConfigureAwait(false);
            _runs.Add(new OutputRun(fitted.Plan, encoder, await OpenAsync(_pending[fitting], fitted.Plan, overwrite, cancellationToken).ConfigureAwait(false)));
            await _runs[^1].WriteAsync(fitted, cancellationToken).ConfigureAwait(false);
        }

        _warnings.AddRange(frames.Warnings);
        (_framesDone, _reading) = (frames.Decoded, frames.Reading);
    }

    private void OnFrame(int framesDone)
    {
        _decodeTime = _watch.Elapsed;
        _framesDone = framesDone;
        progress?.Report(new ConversionProgress("Converting", framesDone, conversion.Plan.FrameCount, _runs.Sum(run => run.Bytes), _watch.Elapsed));
    }

    // Containers round their durations, and an average frame rate is no promise: a tenth less is no surprise, more is a file cut off.
    private void WarnOfEarlyEnd()
    {
        int expected = conversion.Plan.FrameCount;
        if (conversion.Plan.Selection.Kind != FrameSelectionKind.KeyFrames && _framesDone < expected - Math.Max(1, expected / 10))
        {
            _warnings.Add($"'{conversion.Plan.Source.Input.Name}' ended early: {_framesDone} of {expected} frames could be read; the file may be cut off or damaged.");
        }
    }

    private ConversionResult Finished(OutputRun run, SinkResult written) => PlannedResult.Of(conversion, run.Plan, written.Location) with
    {
        FrameCount = run.FrameCount,
        Duration = run.Duration,
        FrameRate = run.FrameCount / Math.Max(run.Duration.TotalSeconds, 1e-9),
        Bytes = written.Bytes,
        Md5 = written.Md5,
        Sha256 = written.Sha256,
        ETag = written.ETag,
        BytesWritten = written.Location.IsLocal ? null : written.Bytes,
        Budget = run.Budget,
        DecodeTime = _decodeTime,
        EncodeTime = run.EncodeTime,
        Reading = _reading,
        Warnings = [.. _warnings],
    };

    // What stands there is told by the destination; the rest is as planned.
    private ConversionResult Current(int index, OutputPlan output) =>
        PlannedResult.Of(conversion, output, conversion.Destinations[index]) with { IsSkipped = true, Warnings = [.. _warnings] };
}

using System.Diagnostics;
using AnimatedImage.Encoding;
using AnimatedImage.Inspection;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>One conversion being carried out: one decode, every output at once, published together.</summary>
internal sealed class ConversionRun(FFmpegTools tools, EncoderCatalog encoders, PreparedConversion conversion, IProgress<ConversionProgress>? progress)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<OutputRun> _runs = [];
    private readonly List<string> _warnings = [.. conversion.Plan.Warnings];
    private TimeSpan _decodeTime;
    private int _framesDone;

    /// <summary>Runs to the end; on any failure nothing is left.</summary>
    public async Task<IReadOnlyList<ConversionResult>> RunAsync(CancellationToken cancellationToken)
    {
        ConversionPlan plan = conversion.Plan;
        ConversionResult[] results = new ConversionResult[plan.Outputs.Count];
        List<int> pending = [];
        try
        {
            for (int index = 0; index < plan.Outputs.Count; index++)
            {
                OutputPlan output = plan.Outputs[index];
                string key = await ContentKey.ComputeAsync(conversion.Request, plan.Source, output.Format, tools, cancellationToken).ConfigureAwait(false);
                if (conversion.Request.SkipExisting && DestinationState.Read(conversion.Destinations[index]) is { } current && current.ContentKey == key)
                {
                    results[index] = await SkippedAsync(index, key, current, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                output = output with { Settings = output.Settings with { ContentKey = key } };
                IFrameEncoder encoder = encoders.Get(output.Format);
                bool overwrite = DestinationState.MayReplace(conversion.Request, conversion.Destinations[index]);
                _runs.Add(new OutputRun(output, encoder, FileSink.Open(conversion.Destinations[index], overwrite)));
                pending.Add(index);
            }

            if (_runs.Count > 0)
            {
                await WriteAllAsync(cancellationToken).ConfigureAwait(false);
                WarnOfEarlyEnd();
            }

            // From here on it is all or nothing: no cancellation between the first name and the last.
            cancellationToken.ThrowIfCancellationRequested();
            await PublishAllAsync(results, pending).ConfigureAwait(false);
            return results;
        }
        finally
        {
            foreach (OutputRun run in _runs)
            {
                await run.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task PublishAllAsync(ConversionResult[] results, List<int> pending)
    {
        int published = 0;
        try
        {
            for (; published < _runs.Count; published++)
            {
                results[pending[published]] = Finished(_runs[published], await _runs[published].PublishAsync().ConfigureAwait(false));
            }
        }
        catch
        {
            foreach (OutputRun run in _runs.Take(published))
            {
                await run.WithdrawAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private Task WriteAllAsync(CancellationToken cancellationToken) => StageJoint.RunAsync(
        tools,
        conversion.Plan,
        _runs,
        framesDone =>
        {
            _decodeTime = _watch.Elapsed;
            _framesDone = framesDone;
            progress?.Report(new ConversionProgress("Converting", framesDone, conversion.Plan.FrameCount, _runs.Sum(run => run.Bytes), _watch.Elapsed));
        },
        _warnings.Add,
        cancellationToken);

    // Containers round their durations, and an average frame rate is no promise: a tenth less is no surprise, more is a file cut off.
    private void WarnOfEarlyEnd()
    {
        int expected = conversion.Plan.FrameCount;
        if (conversion.Plan.Selection.Kind != FrameSelectionKind.KeyFrames && _framesDone < expected - Math.Max(1, expected / 10))
        {
            _warnings.Add($"'{conversion.Plan.Source.Input.Name}' ended early: {_framesDone} of {expected} frames could be read; the file may be cut off or damaged.");
        }
    }

    private ConversionResult Finished(OutputRun run, SinkResult written) => new()
    {
        Source = conversion.Plan.Source.Input.Location,
        Destination = written.Location,
        Format = run.Plan.Format,
        Width = run.Plan.Settings.Width,
        Height = run.Plan.Settings.Height,
        FrameCount = run.FrameCount,
        PlayCount = run.Plan.Settings.PlayCount,
        Duration = run.Duration,
        FrameRate = run.FrameCount / Math.Max(run.Duration.TotalSeconds, 1e-9),
        StartTime = conversion.Plan.Start,
        EndTime = conversion.Plan.End,
        Bytes = written.Bytes,
        Md5 = written.Md5,
        Sha256 = written.Sha256,
        DecodeTime = _decodeTime,
        EncodeTime = run.EncodeTime,
        Warnings = [.. _warnings],
        ContentKey = run.Plan.Settings.ContentKey!,
        Request = conversion.Request,
    };

    private async Task<ConversionResult> SkippedAsync(int index, string key, AnimationInfo current, CancellationToken cancellationToken)
    {
        MediaLocation destination = conversion.Destinations[index];
        (string md5, string sha256) = await FileSink.HashAsync(destination, cancellationToken).ConfigureAwait(false);
        return new ConversionResult
        {
            Source = conversion.Plan.Source.Input.Location,
            Destination = destination,
            Format = conversion.Plan.Outputs[index].Format,
            Width = current.Width,
            Height = current.Height,
            FrameCount = current.FrameCount,
            PlayCount = current.PlayCount,
            Duration = current.Duration,
            FrameRate = current.FrameRate,
            StartTime = conversion.Plan.Start,
            EndTime = conversion.Plan.End,
            Bytes = current.Bytes,
            Md5 = md5,
            Sha256 = sha256,
            DecodeTime = TimeSpan.Zero,
            EncodeTime = TimeSpan.Zero,
            IsSkipped = true,
            Warnings = [.. _warnings],
            ContentKey = key,
            Request = conversion.Request,
        };
    }
}

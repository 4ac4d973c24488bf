using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Encoding;
using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Planning;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Requests;

namespace AnimatedImage.Conversion.Budget;

/// <summary>Makes one output that fits its budget: asks <see cref="BudgetSearch"/> what to try, tries it, and keeps the best that fits.</summary>
/// <param name="plan">The conversion.</param>
/// <param name="frames">Its frames, to be read several times.</param>
/// <param name="output">The output as asked.</param>
/// <param name="encoder">Its encoder.</param>
internal sealed class BudgetFitting(ConversionPlan plan, PlayedFrames frames, OutputPlan output, IFrameEncoder encoder)
{
    // Where a sample and the rung predicted from it lie farther apart than this, another one is taken there.
    private const double NearbyRelief = 0.35;
    private const int MostSamples = 3;

    private readonly long _maxBytes = plan.Budget.MaxSize!.Value;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly BudgetLadder _ladder = BudgetLadder.Build(
        output.Format, output.Settings, frames.Count, frames.Count / Math.Max(frames.Duration.TotalSeconds, 1e-3), plan.Budget.Priority);

    /// <summary>Searches.</summary>
    /// <param name="progress">Told about what part of the search is done, 0–1, growing.</param>
    /// <param name="cancellationToken">Ends the search; nothing is left.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.BudgetTooSmall"/>, or the encoder failed.</exception>
    public async Task<FittedOutput> RunAsync(Action<double> progress, CancellationToken cancellationToken)
    {
        BudgetSearch search = new(_ladder, _maxBytes, await SampleAsync(cancellationToken).ConfigureAwait(false));
        FittedOutput? best = null;
        try
        {
            while (search.Next is { } next)
            {
                (double done, double share) = (1 - Math.Pow(0.5, search.Encodes), Math.Pow(0.5, search.Encodes + 1));
                FittedOutput tried = await EncodeAsync(
                    next, count => progress(done + (share * Math.Min(1, (double)count / frames.Count))), cancellationToken).ConfigureAwait(false);
                search.Report(tried.Encode.Bytes);
                bool isBest = search.Best == next;
                FittedOutput? worse = isBest ? best : tried;
                best = isBest ? tried : best;
                if (worse is not null)
                {
                    await worse.DisposeAsync().ConfigureAwait(false);
                }
            }

            progress(1);
            return best is null
                ? throw TooSmall(search)
                : best with { Outcome = best.Outcome with { Encodes = search.Encodes }, EncodeTime = _watch.Elapsed };
        }
        catch
        {
            if (best is not null)
            {
                await best.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>The layout that serves every rung: RGBA where some of them want it, from which the others' is made.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="settings">The output as asked.</param>
    public static PixelLayout LayoutFor(IFrameEncoder encoder, EncoderSettings settings) =>
        encoder.LayoutFor(settings) == PixelLayout.Yuv420 && encoder.LayoutFor(settings with { Quality = 1 }) == PixelLayout.Yuv420
            ? PixelLayout.Yuv420
            : PixelLayout.Rgba;

    /// <summary>What an output becomes on a rung.</summary>
    /// <param name="plan">The conversion.</param>
    /// <param name="output">The output as asked.</param>
    /// <param name="asked">The ladder's first rung.</param>
    /// <param name="rung">The rung.</param>
    public static BudgetOutcome OutcomeOf(ConversionPlan plan, OutputPlan output, BudgetRung asked, BudgetRung rung)
    {
        double rate = output.FrameCount / Math.Max((plan.Playback.Duration - plan.Playback.EndDelay).TotalSeconds, 1e-3);
        return new BudgetOutcome
        {
            MaxSize = plan.Budget.MaxSize!.Value,
            Encodes = 0,
            RequestedQuality = output.Settings.Lossless ? null : asked.Quality,
            Quality = output.Settings.Lossless ? null : rung.Quality,
            RequestedFrameRate = rate,
            FrameRate = Math.Min(rate, rate * rung.FrameCount / asked.FrameCount),
            RequestedWidth = asked.Width,
            RequestedHeight = asked.Height,
            Width = rung.Width,
            Height = rung.Height,
        };
    }

    private async Task<IReadOnlyList<SizeSample>> SampleAsync(CancellationToken cancellationToken)
    {
        using ClipSample? sample = await frames.SampleAsync(cancellationToken).ConfigureAwait(false);
        return sample is null ? [] : await SampleAsync(sample, _ladder, _maxBytes, output, encoder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Samples where the search will begin, from as asked on.</summary>
    public static async Task<IReadOnlyList<SizeSample>> SampleAsync(
        ClipSample sample, BudgetLadder ladder, long maxBytes, OutputPlan output, IFrameEncoder encoder, CancellationToken cancellationToken)
    {
        List<SizeSample> samples = [];
        int rung = 0;
        while (true)
        {
            SizeEstimate size = await SampledSize.MeasureAsync(sample, ladder.Rungs[rung], output, encoder, cancellationToken).ConfigureAwait(false);
            samples.Add(new SizeSample(rung, size.Bytes));
            int next = BudgetSearch.Predict(ladder, maxBytes, samples) ?? ladder.Rungs.Count - 1;
            if (samples.Count == MostSamples || samples.Exists(known => Math.Abs(ladder.Rungs[known.Rung].Relief - ladder.Rungs[next].Relief) < NearbyRelief))
            {
                return samples;
            }

            rung = next;
        }
    }

    private async Task<FittedOutput> EncodeAsync(BudgetRung rung, Action<int> onFrame, CancellationToken cancellationToken)
    {
        OutputPlan smaller = output with
        {
            Settings = output.Settings with { Quality = rung.Quality, Width = rung.Width, Height = rung.Height },
            FrameCount = Math.Min(output.FrameCount, rung.FrameCount),
        };
        SpoolSink sink = new();
        try
        {
            OutputRun run = new(smaller, encoder, sink);
            IAsyncEnumerable<ShownFrame> thinned = ThinnedFrames.Create(frames.ReadAsync(onFrame, cancellationToken), rung.FrameShare, cancellationToken);
            IAsyncEnumerable<ShownFrame> scaled = ScaledFrames.Create(thinned, rung.Width, rung.Height, output.Settings.HasAlpha, cancellationToken);
            IAsyncEnumerable<ShownFrame> laidOut = LaidOutFrames.Create(scaled, run.Layout, cancellationToken);
            await run.WriteAsync(ScheduledFrames.Create(laidOut, smaller.Settings.Timing, plan.Playback.EndDelay, cancellationToken), cancellationToken).ConfigureAwait(false);
            return new FittedOutput(smaller, run, sink, OutcomeOf(plan, output, _ladder.Rungs[0], rung), TimeSpan.Zero);
        }
        catch
        {
            await sink.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private ConversionException TooSmall(BudgetSearch search)
    {
        BudgetRung rung = search.Smallest!;
        BudgetOutcome outcome = OutcomeOf(plan, output, _ladder.Rungs[0], rung);
        string quality = outcome.Quality is { } kept ? string.Create(CultureInfo.InvariantCulture, $", quality {kept}") : "";
        string made = string.Create(CultureInfo.InvariantCulture, $"{rung.Width}×{rung.Height}, {outcome.FrameRate:0.#} frames a second{quality}");
        return new ConversionException(
            ErrorId.BudgetTooSmall,
            FailureKind.Input,
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{plan.Source.Input.Subject}' cannot become {OutputFormats.DisplayNameOf(output.Format)} of at most {_maxBytes} bytes: the smallest that was reached ({made}) has {search.SmallestBytes} bytes."),
            "Raise MaxSize, take a shorter part or fewer frames, or choose another format: AVIF and WebP are the smallest.");
    }
}

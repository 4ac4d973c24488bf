using AnimatedImage.Conversion.Budget;
using AnimatedImage.Encoding;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Planning.Budget;

namespace AnimatedImage.Conversion;

/// <summary>
/// Exact frames and an estimate of the bytes. Frames are counted from the source's packets where the plan alone cannot tell. Bytes come
/// from encoding a sample of the clip (<see cref="ClipSample"/>, <see cref="SampledSize"/>); a clip not longer than the sample is
/// encoded whole, and the estimate is then the result. With a budget the sample also tells what would be given up.
/// </summary>
internal sealed class ConversionEstimator(MediaProbe probe, EncoderCatalog encoders, PreparedConversion conversion)
{
    /// <summary>One estimate per output, in the plan's order.</summary>
    public async Task<IReadOnlyList<ConversionEstimate>> EstimateAsync(CancellationToken cancellationToken)
    {
        ConversionPlan plan = await WithExactFramesAsync(cancellationToken).ConfigureAwait(false);
        ConversionEstimate[] estimates = new ConversionEstimate[plan.Outputs.Count];
        foreach (IGrouping<PixelLayout, int> indexes in Enumerable.Range(0, estimates.Length).GroupBy(index => LayoutOf(plan, plan.Outputs[index])))
        {
            using ClipSample sample = await ClipSample.DecodeAsync(probe.Tools, plan, indexes.Key, cancellationToken).ConfigureAwait(false);
            foreach (int index in indexes)
            {
                estimates[index] = await EstimateAsync(plan, index, sample, cancellationToken).ConfigureAwait(false);
            }
        }

        return estimates;
    }

    private PixelLayout LayoutOf(ConversionPlan plan, OutputPlan output)
    {
        IFrameEncoder encoder = encoders.Get(output.Format);
        return plan.Budget.MaxSize is null ? encoder.LayoutFor(output.Settings) : BudgetFitting.LayoutFor(encoder, output.Settings);
    }

    private async Task<ConversionPlan> WithExactFramesAsync(CancellationToken cancellationToken)
    {
        ConversionPlan plan = conversion.Plan;
        if (plan.IsFrameCountExact)
        {
            return plan;
        }

        int count = 0;
        foreach (ReadWindow window in plan.Windows)
        {
            bool keyFrameOnly = plan.Selection.Kind == FrameSelectionKind.KeyFrames;
            IReadOnlyList<TimeSpan> times = await probe.ReadFrameTimesAsync(plan.Source, window.Start, window.End, keyFrameOnly, cancellationToken).ConfigureAwait(false);
            count += times.Count;
        }

        return Planner.WithFrameCount(plan, Math.Max(1, count));
    }

    private async Task<ConversionEstimate> EstimateAsync(ConversionPlan plan, int index, ClipSample sample, CancellationToken cancellationToken)
    {
        OutputPlan output = plan.Outputs[index];
        IFrameEncoder encoder = encoders.Get(output.Format);
        double seconds = Math.Max((plan.Playback.Duration - plan.Playback.EndDelay).TotalSeconds, 1e-3);
        BudgetLadder ladder = BudgetLadder.Build(output.Format, output.Settings, output.FrameCount, output.FrameCount / seconds, plan.Budget.Priority);
        SizeEstimate size = await SampledSize.MeasureAsync(sample, ladder.Rungs[0], output, encoder, cancellationToken).ConfigureAwait(false);
        if (plan.Budget.MaxSize is not { } limit || size.Bytes <= limit)
        {
            return Estimate(plan, index, ladder.Rungs[0], ladder.Rungs[0], size, plan.Warnings);
        }

        IReadOnlyList<SizeSample> samples = await BudgetFitting.SampleAsync(sample, ladder, limit, output, encoder, cancellationToken).ConfigureAwait(false);
        int? predicted = BudgetSearch.Predict(ladder, limit, samples);
        BudgetRung rung = ladder.Rungs[predicted ?? ladder.Rungs.Count - 1];
        size = await SampledSize.MeasureAsync(sample, rung, output, encoder, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> warnings = predicted is not null ? plan.Warnings
            : [.. plan.Warnings, FormattableString.Invariant($"The {output.Format} will probably not fit into {limit} bytes, whatever is given up.")];
        return Estimate(plan, index, ladder.Rungs[0], rung, size, warnings) is var estimate && predicted is null
            ? estimate
            : estimate with { EstimatedBytes = Math.Min(limit, estimate.EstimatedBytes), MaximumBytes = limit, MinimumBytes = Math.Min(estimate.MinimumBytes, (long)(limit * BudgetSearch.GoodShare)) };
    }

    private ConversionEstimate Estimate(ConversionPlan plan, int index, BudgetRung asked, BudgetRung rung, SizeEstimate size, IReadOnlyList<string> warnings)
    {
        OutputPlan output = plan.Outputs[index];
        return new ConversionEstimate
        {
            Source = plan.Source.Input.Location,
            Destination = conversion.Destinations[index],
            Format = output.Format,
            Width = rung.Width,
            Height = rung.Height,
            FrameCount = Math.Min(output.FrameCount, rung.FrameCount),
            Duration = plan.Playback.Duration,
            EstimatedBytes = (long)size.Bytes,
            MinimumBytes = (long)Math.Max(0, size.Bytes * (1 - size.RelativeError)),
            MaximumBytes = (long)Math.Ceiling(size.Bytes * (1 + size.RelativeError)),
            Budget = plan.Budget.MaxSize is null ? null : BudgetFitting.OutcomeOf(plan, output, asked, rung),
            Template = conversion.Template,
            Warnings = warnings,
        };
    }
}

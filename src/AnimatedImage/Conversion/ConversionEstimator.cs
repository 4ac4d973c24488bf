using AnimatedImage.Encoding;
using AnimatedImage.Inspection;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Conversion;

/// <summary>
/// Exact frames and an estimate of the bytes. Frames are counted from the source's packets where the plan alone cannot tell. Bytes come
/// from encoding short samples spread over the clip: an animation costs its first frame, then a difference per frame, and both are read
/// from the samples' own containers. A clip not longer than the samples is encoded whole, and the estimate is then the result.
/// </summary>
internal sealed class ConversionEstimator(MediaProbe probe, EncoderCatalog encoders, PreparedConversion conversion)
{
    private const int SampleCount = 4;
    private const int FramesPerSample = 12;

    // The spread of four samples says little about the spread of the clip: never promise more than this.
    private const double LeastRelativeError = 0.20;

    /// <summary>One estimate per output, in the plan's order.</summary>
    public async Task<IReadOnlyList<ConversionEstimate>> EstimateAsync(CancellationToken cancellationToken)
    {
        ConversionPlan plan = await WithExactFramesAsync(cancellationToken).ConfigureAwait(false);
        bool isWhole = plan.FrameCount <= SampleCount * FramesPerSample;
        IReadOnlyList<ConversionPlan> samples = isWhole ? [plan] : Samples(plan);
        List<AnimationInfo>[] encoded = [.. plan.Outputs.Select(_ => new List<AnimationInfo>())];
        foreach (ConversionPlan sample in samples)
        {
            AnimationInfo[] infos = await EncodeAsync(sample, cancellationToken).ConfigureAwait(false);
            for (int output = 0; output < infos.Length; output++)
            {
                encoded[output].Add(infos[output]);
            }
        }

        return [.. plan.Outputs.Select((output, index) => Estimate(plan, index, encoded[index], isWhole))];
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

    // Sample k stands in the middle of the k-th part of what is read.
    private static List<ConversionPlan> Samples(ConversionPlan plan)
    {
        TimeSpan total = plan.Windows.Aggregate(TimeSpan.Zero, (sum, window) => sum + window.End - window.Start);
        TimeSpan length = total * ((double)FramesPerSample / plan.FrameCount);
        List<ConversionPlan> samples = [];
        for (int sample = 0; sample < SampleCount; sample++)
        {
            TimeSpan offset = (total * ((sample + 0.5) / SampleCount)) - (length / 2);
            ReadWindow window = plan.Windows[0];
            foreach (ReadWindow candidate in plan.Windows)
            {
                window = candidate;
                if (offset < candidate.End - candidate.Start)
                {
                    break;
                }

                offset -= candidate.End - candidate.Start;
            }

            TimeSpan start = window.Start + offset;
            TimeSpan end = start + length < window.End ? start + length : window.End;
            int samplesOnGrid = plan.Selection.Kind == FrameSelectionKind.Grid ? FramesPerSample : 0;
            samples.Add(plan with
            {
                Windows = [new ReadWindow(start, end, start, samplesOnGrid)],
                FrameCount = FramesPerSample,
                Playback = plan.Playback with { Mode = PlayMode.Forward, Crossfade = TimeSpan.Zero, EndDelay = TimeSpan.Zero },
            });
        }

        return samples;
    }

    private async Task<AnimationInfo[]> EncodeAsync(ConversionPlan plan, CancellationToken cancellationToken)
    {
        MemorySink[] sinks = [.. plan.Outputs.Select(_ => new MemorySink())];
        OutputRun[] runs = [.. plan.Outputs.Select((output, index) => new OutputRun(output, encoders.Get(output.Format), sinks[index]))];
        await StageJoint.RunAsync(probe.Tools, plan, runs, null, _ => { }, cancellationToken).ConfigureAwait(false);
        return [.. sinks.Select(sink => AnimationReader.Read(sink.Bytes, "the sample"))];
    }

    private ConversionEstimate Estimate(ConversionPlan plan, int index, List<AnimationInfo> samples, bool isWhole)
    {
        OutputPlan output = plan.Outputs[index];
        (double bytes, double error) = isWhole ? (samples[0].Bytes, 0) : Extrapolate(samples, output.FrameCount);
        return new ConversionEstimate
        {
            Source = plan.Source.Input.Location,
            Destination = conversion.Destinations[index],
            Format = output.Format,
            Width = output.Settings.Width,
            Height = output.Settings.Height,
            FrameCount = output.FrameCount,
            Duration = plan.Playback.Duration,
            EstimatedBytes = (long)bytes,
            MinimumBytes = (long)Math.Max(0, bytes * (1 - error)),
            MaximumBytes = (long)Math.Ceiling(bytes * (1 + error)),
            Template = conversion.Template,
            Warnings = plan.Warnings,
        };
    }

    private static (double Bytes, double RelativeError) Extrapolate(List<AnimationInfo> samples, int frameCount)
    {
        double first = samples.Average(sample => sample.Frames[0].Bytes);
        double container = samples.Average(sample => sample.Bytes - sample.Frames.Sum(frame => frame.Bytes));

        // Unchanged frames are merged into a longer delay, so a sample may hold fewer frames than went in.
        double[] differences = [.. samples.Select(sample => sample.Frames.Skip(1).Sum(frame => (double)frame.Bytes) / (FramesPerSample - 1))];
        double mean = differences.Average();
        double deviation = Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / (SampleCount - 1));
        double total = container + first + (mean * (frameCount - 1));

        // 2.35: Student's t for 90 % and three degrees of freedom, on the error of the mean of four.
        double error = 2.35 * deviation / Math.Sqrt(SampleCount) * frameCount / Math.Max(total, 1);
        return (total, Math.Clamp(error, LeastRelativeError, 1));
    }
}

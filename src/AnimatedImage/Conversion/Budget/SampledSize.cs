using AnimatedImage.Encoding;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Inspection;
using AnimatedImage.Planning;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Requests;

namespace AnimatedImage.Conversion.Budget;

/// <summary>
/// A whole file's size from encoding a sample of its frames, the runs one after the other in one file: an animation costs its first
/// frame, then a difference for each further one, and both are read from that file's container.
/// </summary>
internal static class SampledSize
{
    // In the sample every frame is shown for as long, so that merged ones can be told from their delay.
    private const int FramesPerSecond = 10;

    // AV1 spends on a cut between runs more than its first frame: on the frames around it, which are predicted from both sides.
    // Measured on film and on a traffic camera, a seventh of what frames cost in a sample.
    private const double AvifCutShare = 1.0 / 7;

    // Container bytes that come with every frame, at most; the rest is there once.
    private const double FrameOverhead = 40;

    /// <summary>Encodes the sample as a rung says and extrapolates.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="rung">What is given up.</param>
    /// <param name="output">The output as asked.</param>
    /// <param name="encoder">Its encoder.</param>
    /// <param name="cancellationToken">Ends the encoding.</param>
    public static async Task<SizeEstimate> MeasureAsync(ClipSample sample, BudgetRung rung, OutputPlan output, IFrameEncoder encoder, CancellationToken cancellationToken)
    {
        EncoderSettings settings = output.Settings with { Quality = rung.Quality, Width = rung.Width, Height = rung.Height, ContentKey = ContentKey.Placeholder };
        List<int> starts = [];
        IAsyncEnumerable<ShownFrame> read = sample.ReadAsync(rung, settings.HasAlpha, starts, cancellationToken);
        IAsyncEnumerable<ShownFrame> frames = LaidOutFrames.Create(read, encoder.LayoutFor(settings), cancellationToken);
        IAsyncEnumerable<TimedFrame> timed = sample.IsWhole
            ? ScheduledFrames.Create(frames, settings.Timing, TimeSpan.Zero, cancellationToken)
            : Evenly(frames, settings.Timing.TicksPerSecond / FramesPerSecond);
        using MemoryStream file = new();
        await foreach (ReadOnlyMemory<byte> chunk in encoder.EncodeAsync(timed, settings, cancellationToken).ConfigureAwait(false))
        {
            file.Write(chunk.Span);
        }

        file.Position = 0;
        return sample.IsWhole ? new SizeEstimate(file.Length, 0) : Extrapolate(
            AnimationReader.Read(file, "the sample"),
            starts,
            rung.FrameCount,
            output.Format == OutputFormat.Avif ? 1 - AvifCutShare : 1,
            output.Format == OutputFormat.Apng ? SizeEstimate.LeastErrorOfApng : SizeEstimate.LeastError);
    }

    private static async IAsyncEnumerable<TimedFrame> Evenly(IAsyncEnumerable<ShownFrame> frames, int delay)
    {
        await foreach (ShownFrame shown in frames.ConfigureAwait(false))
        {
            yield return new TimedFrame(shown.Frame, delay);
        }
    }

    private static SizeEstimate Extrapolate(AnimationInfo file, List<int> starts, int frames, double factor, double leastError)
    {
        double[] differences = new double[starts.Count];
        int[] counts = new int[starts.Count];
        List<double> firsts = [];
        TimeSpan time = TimeSpan.Zero;
        foreach (AnimationFrameInfo frame in file.Frames)
        {
            int number = (int)Math.Round(time.TotalSeconds * FramesPerSecond);
            int merged = Math.Max(1, (int)Math.Round(frame.Delay.TotalSeconds * FramesPerSecond));
            int run = starts.FindLastIndex(start => start <= number);
            bool isFirst = starts[run] == number;
            if (isFirst)
            {
                firsts.Add(frame.Bytes);
            }

            differences[run] += isFirst ? 0 : frame.Bytes;
            counts[run] += isFirst ? merged - 1 : merged;
            time += frame.Delay;
        }

        double[] means = [.. differences.Zip(counts).Where(run => run.Second > 0).Select(run => run.First / run.Second)];
        double mean = means.DefaultIfEmpty(0).Average() * factor;
        double first = Math.Max(file.Frames[0].Bytes, firsts.Average());
        double container = file.Bytes - file.Frames.Sum(frame => frame.Bytes);
        double overhead = Math.Min(FrameOverhead, container / file.Frames.Count);
        double total = first + container + (mean * (frames - 1)) + (overhead * Math.Max(0, frames - file.Frames.Count));
        return new SizeEstimate(Math.Max(total, 1), SizeEstimate.ErrorOf(means, mean * (frames - 1) / Math.Max(total, 1), (double)counts.Sum() / frames, leastError));
    }
}

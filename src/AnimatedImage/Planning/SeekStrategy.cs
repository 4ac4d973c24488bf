using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>
/// How windows are read: through, by one seek for each sample or group of samples, or by key frames only. Samples far apart cost what
/// they are, not what lies between them: ten frames of a two-hour video are ten short decodes. Pure; the frames do not depend on it.
/// </summary>
public static class SeekStrategy
{
    // Where so much is skipped, a source that cannot be sought is worth a word.
    private static readonly TimeSpan s_longSkip = TimeSpan.FromMinutes(1);

    // One process is the simplest; a model is not exact.
    private const double LeastGain = 1.25;

    // The frames of a group are held until those before it are out, and twice as many groups are begun as run.
    private const long MostHeldBytes = 24 << 20;

    /// <summary>Chooses the cheapest way.</summary>
    /// <param name="media">The source.</param>
    /// <param name="selection">Which frames are taken.</param>
    /// <param name="windows">The parts, with their samples.</param>
    /// <param name="frameBytes">What one frame takes in memory once it is decoded and scaled.</param>
    /// <param name="conditions">The machine and the storage.</param>
    public static ReadingPlan Choose(
        MediaInfo media, FrameSelection selection, IReadOnlyList<ReadWindow> windows, long frameBytes, ReadingConditions conditions)
    {
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(conditions);
        ReadingPlan best = Cheapest(media, selection, windows, frameBytes, conditions);
        return media.IsSeekable ? best
            : best.Mode == ReadingMode.Seeks || windows[0].Start > s_longSkip ? best with { Mode = ReadingMode.FromBeginning, GroupSize = 1, Parallel = 1, Together = 1 }
            : best.Mode == ReadingMode.KeyFrames ? best
            : ReadingPlan.Through with { EstimatedTime = best.EstimatedTime };
    }

    /// <summary>The windows as they are to be decoded: those of the plan, split into groups of samples where each group is sought.</summary>
    public static IReadOnlyList<ReadWindow> Split(ConversionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Reading.Mode == ReadingMode.Seeks && plan.Selection.Rate is { } rate
            ? [.. plan.Windows.SelectMany(window => Groups(window, rate, Math.Max(1, plan.Reading.GroupSize)))]
            : plan.Windows;
    }

    /// <summary>What is left of the plan's windows when the first windows of <see cref="Split"/> are read.</summary>
    /// <param name="plan">A plan that is read by seeks.</param>
    /// <param name="done">How many of them are.</param>
    internal static IReadOnlyList<ReadWindow> After(ConversionPlan plan, int done)
    {
        int size = Math.Max(1, plan.Reading.GroupSize);
        List<ReadWindow> left = [];
        foreach (ReadWindow window in plan.Windows)
        {
            int read = Math.Min(done, (window.SampleCount + size - 1) / size) * size;
            done -= (Math.Min(read, window.SampleCount) + size - 1) / size;
            if (read < window.SampleCount)
            {
                TimeSpan time = window.FirstSample + Exact.Time(read, plan.Selection.Rate!.Value);
                left.Add(new ReadWindow(read == 0 ? window.Start : time, window.End, time, window.SampleCount - read));
            }
        }

        return left;
    }

    /// <summary>Shares windows out among ffmpegs, in order: as evenly as can be, and as many for each of those that run at once.</summary>
    /// <param name="windows">What <see cref="Split"/> gives.</param>
    /// <param name="together">Most windows for one ffmpeg.</param>
    /// <param name="parallel">How many ffmpeg run at once.</param>
    internal static IEnumerable<ReadWindow[]> Share(IReadOnlyList<ReadWindow> windows, int together, int parallel)
    {
        int needed = (windows.Count + together - 1) / together;
        int shares = Math.Min((needed + parallel - 1) / parallel * parallel, windows.Count);
        return Enumerable.Range(0, shares).Select(share =>
            windows.Skip((int)((long)windows.Count * share / shares)).Take((int)(((long)windows.Count * (share + 1) / shares) - ((long)windows.Count * share / shares))).ToArray());
    }

    private static ReadingPlan Cheapest(
        MediaInfo media, FrameSelection selection, IReadOnlyList<ReadWindow> windows, long frameBytes, ReadingConditions conditions)
    {
        ReadingCosts costs = new(media, conditions);
        double Sum(Func<ReadWindow, double> cost) => windows.Sum(cost);
        ReadingPlan Plan(ReadingMode mode, int group, int parallel, double seconds) =>
            new(mode, group, parallel) { EstimatedTime = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)) };

        if (selection.Kind == FrameSelectionKind.KeyFrames)
        {
            return Plan(ReadingMode.KeyFrames, 1, 1, Sum(window => costs.KeyFramePass(window.End - window.Start)));
        }

        if (selection.Kind != FrameSelectionKind.Grid)
        {
            return Plan(ReadingMode.Through, 1, 1, Sum(window => costs.Through(window.End - window.Start)));
        }

        int samples = (int)Math.Min(windows.Sum(window => (long)window.SampleCount), int.MaxValue);
        TimeSpan interval = TimeSpan.FromSeconds(Math.Min(selection.Rate!.Value.Inverse.Value, media.Duration.TotalSeconds + 1));
        // A group must not hold more frames than memory allows.
        int most = (int)Math.Clamp(MostHeldBytes / Math.Max(frameBytes, 1) / (2 * costs.Parallel), 1, samples);
        if (selection.KeyFramesWillDo)
        {
            int together = Math.Min(costs.Together, most);
            return new[]
            {
                Plan(ReadingMode.KeyFrames, 1, 1, Sum(window => costs.KeyFramePass(Read(window, interval)))),
                Plan(ReadingMode.Seeks, 1, costs.Parallel, costs.KeyFrameSeeks(samples, together)) with { Together = together },
            }.MinBy(plan => plan.EstimatedTime)!;
        }

        // Whole groups a core let codecs without threads use them all.
        int[] groups = [1, (samples + costs.Parallel - 1) / costs.Parallel];
        ReadingPlan through = Plan(ReadingMode.Through, 1, 1, Sum(window => costs.Through(Read(window, interval))));
        ReadingPlan? seeks = groups.Where(group => group <= most && samples > 1).Distinct()
            .Select(group => (group, together: Math.Min(costs.Together, most / group)))
            .Select(way => Plan(ReadingMode.Seeks, way.group, costs.Parallel, costs.Seeks(samples, interval, way.group, way.together)) with { Together = way.together })
            .MinBy(plan => plan.EstimatedTime);
        return seeks is not null && seeks.EstimatedTime * LeastGain < through.EstimatedTime ? seeks : through;
    }

    // What lies behind the last sample is not read.
    private static TimeSpan Read(ReadWindow window, TimeSpan interval)
    {
        TimeSpan length = window.End - window.Start, sampled = interval * window.SampleCount;
        return sampled < length ? sampled : length;
    }

    private static IEnumerable<ReadWindow> Groups(ReadWindow window, Rational rate, int size) =>
        Enumerable.Range(0, (window.SampleCount + size - 1) / size).Select(group =>
        {
            int first = group * size;
            int count = Math.Min(size, window.SampleCount - first);
            TimeSpan time = window.FirstSample + Exact.Time(first, rate);
            TimeSpan end = first + count == window.SampleCount ? window.End : window.FirstSample + Exact.Time(first + count, rate);
            return new ReadWindow(group == 0 ? window.Start : time, end, time, count);
        });
}

using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>
/// How windows are decoded: through, or one seek a sample. Samples far apart cost what they are, not what lies between them: ten
/// frames of a two-hour video are ten short decodes.
/// </summary>
public static class SeekStrategy
{
    /// <summary>
    /// From this far apart on every sample is sought by itself. A seek costs the start of a process (about 0.1 s) and the decoding from
    /// the key frame before, which lies up to ten seconds back; decoding through costs all that lies between.
    /// </summary>
    public static readonly TimeSpan SparseInterval = TimeSpan.FromSeconds(10);

    /// <summary>True when every sample is sought by itself.</summary>
    public static bool IsSparse(ConversionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Source.IsSeekable && plan.Selection.Rate is { } rate && rate.Inverse.Value >= SparseInterval.TotalSeconds;
    }

    /// <summary>The windows as they are to be decoded: those of the plan, sparse ones split into windows of one sample.</summary>
    public static IReadOnlyList<ReadWindow> Split(ConversionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return IsSparse(plan) ? [.. plan.Windows.SelectMany(window => Samples(window, plan.Selection.Rate!.Value))] : plan.Windows;
    }

    private static IEnumerable<ReadWindow> Samples(ReadWindow window, Rational rate) => Enumerable.Range(0, window.SampleCount).Select(sample =>
    {
        TimeSpan time = window.FirstSample + (TimeSpan.FromSeconds(rate.Inverse.Value) * sample);
        TimeSpan end = sample == window.SampleCount - 1 ? window.End : time + TimeSpan.FromSeconds(rate.Inverse.Value);
        return new ReadWindow(sample == 0 ? window.Start : time, end, time, 1);
    });
}

namespace AnimatedImage.Bench.Measuring;

/// <summary>Runs rivals in turns, so that whatever else the machine does meets all of them alike.</summary>
internal static class Contest
{
    /// <summary>After one run each that is not counted, the median of every measure by rival, in the rivals' order.</summary>
    public static IReadOnlyList<ProcessCost> Run(int runs, params Func<ProcessCost>[] rivals)
    {
        foreach (Func<ProcessCost> rival in rivals)
        {
            rival();
        }

        List<ProcessCost>[] costs = [.. rivals.Select(_ => new List<ProcessCost>())];
        for (int run = 0; run < runs; run++)
        {
            for (int turn = 0; turn < rivals.Length; turn++)
            {
                // Each round begins with another rival.
                int rival = (turn + run) % rivals.Length;
                costs[rival].Add(rivals[rival]());
            }
        }

        return [.. costs.Select(each => new ProcessCost(
            Statistics.Median(each.Select(cost => cost.WallSeconds)),
            Statistics.MedianOrNull(each.Select(cost => cost.CpuSeconds)),
            Statistics.MedianOrNull(each.Select(cost => cost.PeakMegabytes))))];
    }
}

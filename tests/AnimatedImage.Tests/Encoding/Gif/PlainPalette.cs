namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>Splitting at the mean of the widest axis, then k-means, with lists, fractions and a search through the whole table.</summary>
internal static class PlainPalette
{
    public static double[][] Build(IReadOnlyList<(double[] Place, double Weight)> points, int maxColors, int passes)
    {
        List<List<(double[] Place, double Weight)>> boxes = [[.. points]];
        while (boxes.Count < maxColors && boxes.MaxBy(Error) is { } worst && Error(worst) > 1e-6)
        {
            double[] mean = Mean(worst);
            int axis = Enumerable.Range(0, 3).MaxBy(a => worst.Sum(point => point.Weight * Square(point.Place[a] - mean[a])));
            boxes.Remove(worst);
            boxes.Add([.. worst.Where(point => point.Place[axis] <= mean[axis])]);
            boxes.Add([.. worst.Where(point => point.Place[axis] > mean[axis])]);
            boxes.RemoveAll(box => box.Count == 0);
        }

        double[][] colors = [.. boxes.Select(Mean)];
        for (int pass = 0; pass < passes; pass++)
        {
            ILookup<int, (double[] Place, double Weight)> served = points.ToLookup(point => Enumerable.Range(0, colors.Length).MinBy(i => Distance(colors[i], point.Place)));
            colors = [.. colors.Select((color, i) => served[i].Any() ? Mean([.. served[i]]) : color)];
        }

        return colors;
    }

    public static double Distance(double[] a, double[] b) => a.Zip(b).Sum(pair => Square(pair.First - pair.Second));

    private static double Error(List<(double[] Place, double Weight)> box)
    {
        double[] mean = Mean(box);
        return box.Sum(point => point.Weight * Distance(point.Place, mean));
    }

    private static double[] Mean(List<(double[] Place, double Weight)> box) =>
        [.. Enumerable.Range(0, 3).Select(axis => box.Sum(point => point.Weight * point.Place[axis]) / box.Sum(point => point.Weight))];

    private static double Square(double value) => value * value;
}

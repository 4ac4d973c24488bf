namespace AnimatedImage.Bench.Gif;

/// <summary>Size against a measure of error, over several qualities of one encoder.</summary>
internal sealed class RateCurve
{
    private const int Steps = 64;
    private readonly (double Error, double Size)[] _points;

    /// <summary>A curve through the given points; both axes are logarithmic.</summary>
    public RateCurve(IEnumerable<(double Error, double Size)> points) =>
        _points = [.. points.Select(point => (Math.Log(Math.Max(point.Error, 1e-5)), Math.Log(point.Size))).OrderBy(point => point.Item1).DistinctBy(point => point.Item1)];

    /// <summary>
    /// The mean difference in size at equal error over the range that both curves cover, as a share of the other's size: −0.2 means a
    /// fifth smaller (after Bjøntegaard 2001, with straight lines between the points). Null when there is no such range.
    /// </summary>
    public double? SizeAgainst(RateCurve other)
    {
        if (_points.Length < 2 || other._points.Length < 2)
        {
            return null;
        }

        double low = Math.Max(_points[0].Error, other._points[0].Error), high = Math.Min(_points[^1].Error, other._points[^1].Error);
        return high <= low ? null : Math.Exp(Enumerable.Range(0, Steps).Select(i => low + ((high - low) * (i + 0.5) / Steps)).Average(error => At(error) - other.At(error))) - 1;
    }

    /// <summary>
    /// The difference in size at the error of a single result: on the line between the points around it, or of a smaller point that is
    /// at least as close. Null when the curve does not come so close.
    /// </summary>
    public double? SizeAgainst(double error, double size)
    {
        double place = Math.Log(Math.Max(error, 1e-5));
        double[] candidates = [.. _points.Where(point => point.Error <= place).Select(point => point.Size)];
        if (candidates.Length == 0)
        {
            return null;
        }

        double best = place <= _points[^1].Error && _points.Length > 1 ? Math.Min(At(place), candidates.Min()) : candidates.Min();
        return (Math.Exp(best) / size) - 1;
    }

    private double At(double error)
    {
        int next = Math.Clamp(Array.FindIndex(_points, point => point.Error >= error), 1, _points.Length - 1);
        (double Error, double Size) a = _points[next - 1], b = _points[next];
        return a.Size + ((b.Size - a.Size) * (error - a.Error) / (b.Error - a.Error));
    }
}

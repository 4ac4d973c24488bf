namespace AnimatedImage.Frames.Scaling;

/// <summary>
/// Which pixels of a line make each pixel of a shorter line, and by which weights: Catmull-Rom's cubic, stretched over the pixels that
/// one new pixel covers, so that nothing is skipped and nothing flickers.
/// </summary>
internal sealed class ScaleTaps
{
    /// <summary>Catmull-Rom reaches two pixels to each side.</summary>
    private const double Reach = 2;

    private readonly int[] _first;
    private readonly float[] _weights;

    /// <summary>Creates the taps.</summary>
    /// <param name="from">Pixels of the line that is read; &gt; 0.</param>
    /// <param name="to">Pixels of the line that is made; at most <paramref name="from"/>.</param>
    public ScaleTaps(int from, int to)
    {
        double scale = (double)from / to;
        Count = Math.Min(from, (int)Math.Ceiling(2 * Reach * scale) + 1);
        _first = new int[to];
        _weights = new float[to * Count];
        for (int pixel = 0; pixel < to; pixel++)
        {
            double center = ((pixel + 0.5) * scale) - 0.5;
            int first = Math.Clamp((int)Math.Ceiling(center - (Reach * scale)), 0, from - Count);
            _first[pixel] = first;
            Span<float> weights = _weights.AsSpan(pixel * Count, Count);
            double sum = 0;
            for (int tap = 0; tap < Count; tap++)
            {
                double weight = Cubic((first + tap - center) / scale);
                weights[tap] = (float)weight;
                sum += weight;
            }

            for (int tap = 0; tap < Count; tap++)
            {
                weights[tap] /= (float)sum;
            }
        }
    }

    /// <summary>Pixels read for each pixel made.</summary>
    public int Count { get; }

    /// <summary>The first pixel read for a pixel.</summary>
    public int FirstOf(int pixel) => _first[pixel];

    /// <summary>The weights of the pixels read for a pixel; their sum is 1.</summary>
    public ReadOnlySpan<float> WeightsOf(int pixel) => _weights.AsSpan(pixel * Count, Count);

    /// <summary>Keys' cubic convolution with a = -1/2 (R. Keys, Cubic convolution interpolation for digital image processing, 1981).</summary>
    private static double Cubic(double distance)
    {
        double x = Math.Abs(distance);
        return x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1
            : x < 2 ? (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2
            : 0;
    }
}

using System.Runtime.CompilerServices;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Chooses the colours of a table: splits the cloud of colours at the mean of its widest axis, always where the squared error is
/// largest (variance-based median cut after Wan, Wong and Prusinkiewicz 1990), then moves every colour to the mean of what it
/// serves (k-means, Lloyd 1982).
/// </summary>
internal sealed class PaletteBuilder
{
    /// <summary>Frequent colours matter less than in proportion: small details keep a colour of their own.</summary>
    private const double CountPower = 0.8;

    private readonly Point[] _points = new Point[ColorHistogram.MaxBins];
    private readonly Box[] _boxes = new Box[256];
    private readonly uint[] _colors = new uint[256];
    private readonly Point[] _means = new Point[256];
    private readonly PaletteSearch _search = new();

    /// <summary>A colour of the picture in <see cref="Ycc"/> units.</summary>
    private record struct Point(float Luma, float Blue, float Red, float Weight);

    /// <summary>Neighbouring points and their squared error.</summary>
    private record struct Box(int Start, int Count, float Error, int Axis, float Mean);

    /// <summary>The best table found for a histogram.</summary>
    /// <param name="histogram">What is to be drawn.</param>
    /// <param name="maxColors">Most colours, 1–255.</param>
    /// <param name="passes">Passes of k-means.</param>
    public Palette Build(ColorHistogram histogram, int maxColors, int passes)
    {
        if (histogram.Shift == 0 && histogram.Count <= maxColors)
        {
            for (int i = 0; i < histogram.Count; i++)
            {
                _colors[i] = histogram.Bins[i].Key;
            }

            return Finish(Math.Max(1, histogram.Count));
        }

        ReadPoints(histogram);
        int count = Split(histogram.Count, maxColors);
        for (int pass = 0; pass < passes; pass++)
        {
            Refine(histogram.Count, count);
        }

        return Finish(count);
    }

    private Palette Finish(int count)
    {
        Span<uint> colors = _colors.AsSpan(0, count);
        colors.Sort();
        int distinct = 1;
        for (int i = 1; i < count; i++)
        {
            if (colors[i] != colors[distinct - 1])
            {
                colors[distinct++] = colors[i];
            }
        }

        return new Palette(colors[..distinct]);
    }

    private void ReadPoints(ColorHistogram histogram)
    {
        for (int i = 0; i < histogram.Count; i++)
        {
            ColorHistogram.Bin bin = histogram.Bins[i];
            double scale = 1.0 / bin.Weight;
            double r = bin.Red * scale, g = bin.Green * scale, b = bin.Blue * scale;
            double luma = (0.299 * r) + (0.587 * g) + (0.114 * b);
            _points[i] = new Point(
                (float)(Ycc.UnitsPerLevel * luma),
                (float)((b - luma) * (256.0 / 226)),
                (float)((r - luma) * (256.0 / 179)),
                (float)Math.Pow(bin.Weight, CountPower));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Split(int pointCount, int maxColors)
    {
        int boxes = 1;
        _boxes[0] = Describe(0, pointCount, 0);
        while (boxes < maxColors)
        {
            int worst = 0;
            for (int i = 1; i < boxes; i++)
            {
                worst = _boxes[i].Error > _boxes[worst].Error ? i : worst;
            }

            Box box = _boxes[worst];
            if (box.Count < 2 || box.Error <= 0)
            {
                break;
            }

            int middle = Partition(box);
            if (middle == box.Start || middle == box.Start + box.Count)
            {
                _boxes[worst] = box with { Error = 0 };
                continue;
            }

            _boxes[worst] = Describe(box.Start, middle - box.Start, worst);
            _boxes[boxes] = Describe(middle, box.Start + box.Count - middle, boxes);
            boxes++;
        }

        return boxes;
    }

    /// <summary>Measures a box and makes its mean the colour of the given index.</summary>
    private Box Describe(int start, int count, int index)
    {
        float weight = 0, luma = 0, blue = 0, red = 0, luma2 = 0, blue2 = 0, red2 = 0;
        Point origin = _points[start];
        foreach (ref readonly Point point in _points.AsSpan(start, count))
        {
            float dl = point.Luma - origin.Luma, db = point.Blue - origin.Blue, dr = point.Red - origin.Red, w = point.Weight;
            weight += w;
            luma += w * dl;
            blue += w * db;
            red += w * dr;
            luma2 += w * dl * dl;
            blue2 += w * db * db;
            red2 += w * dr * dr;
        }

        float lumaError = luma2 - (luma * luma / weight), blueError = blue2 - (blue * blue / weight), redError = red2 - (red * red / weight);
        _means[index] = new Point(origin.Luma + (luma / weight), origin.Blue + (blue / weight), origin.Red + (red / weight), weight);
        _colors[index] = ToRgb(_means[index]);
        int axis = lumaError >= blueError && lumaError >= redError ? 0 : blueError >= redError ? 1 : 2;
        float mean = axis == 0 ? _means[index].Luma : axis == 1 ? _means[index].Blue : _means[index].Red;
        return new Box(start, count, count == 1 ? 0 : lumaError + blueError + redError, axis, mean);
    }

    private int Partition(Box box)
    {
        int low = box.Start, high = box.Start + box.Count - 1;
        while (low <= high)
        {
            Point point = _points[low];
            float value = box.Axis == 0 ? point.Luma : box.Axis == 1 ? point.Blue : point.Red;
            if (value <= box.Mean)
            {
                low++;
            }
            else
            {
                _points[low] = _points[high];
                _points[high--] = point;
            }
        }

        return low;
    }

    /// <summary>One pass of k-means.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Refine(int pointCount, int count)
    {
        Span<Point> sums = stackalloc Point[256];
        sums.Clear();
        _search.Use(new Palette(_colors.AsSpan(0, count)));
        for (int i = 0; i < pointCount; i++)
        {
            ref readonly Point point = ref _points[i];
            int nearest = _search.Nearest(Ycc.Pack((int)MathF.Round(point.Luma), (int)MathF.Round(point.Blue), (int)MathF.Round(point.Red)));
            ref Point sum = ref sums[nearest];
            sum = new Point(sum.Luma + (point.Luma * point.Weight), sum.Blue + (point.Blue * point.Weight), sum.Red + (point.Red * point.Weight), sum.Weight + point.Weight);
        }

        for (int i = 0; i < count; i++)
        {
            float weight = sums[i].Weight;
            if (weight > 0)
            {
                _colors[i] = ToRgb(new Point(sums[i].Luma / weight, sums[i].Blue / weight, sums[i].Red / weight, weight));
            }
        }
    }

    private static uint ToRgb(Point point)
    {
        float luma = point.Luma / Ycc.UnitsPerLevel, r = luma + (point.Red * (179f / 256)), b = luma + (point.Blue * (226f / 256));
        float g = (luma - (0.299f * r) - (0.114f * b)) / 0.587f;
        return ToByte(r) | (ToByte(g) << 8) | (ToByte(b) << 16);
    }

    private static uint ToByte(float value) => (uint)Math.Clamp((int)MathF.Round(value), 0, 255);
}

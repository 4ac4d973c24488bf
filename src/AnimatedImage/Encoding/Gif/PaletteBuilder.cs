using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Chooses the colours of a table: splits the cloud of colours at the mean of its widest axis, always where the squared error is
/// largest (variance-based median cut after Wan, Wong and Prusinkiewicz 1990), then moves every colour to the mean of what it
/// serves (k-means, Lloyd 1982).
/// </summary>
/// <param name="search">Used while it builds; left with another table.</param>
/// <param name="fine">True for a histogram of fine bins.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class PaletteBuilder(PaletteSearch search, bool fine = false, BufferLease? buffers = null)
{
    /// <summary>Share of the error that a pass of k-means may leave at most to be worth another.</summary>
    private const double WorthwhileGain = 0.998;

    /// <summary>Share of a colour's pixels that are of one very colour, from which on clean graphics get just that.</summary>
    private const double Dominating = 0.5;

    private readonly Point[] _points = buffers.Take<Point>(ColorHistogram.MaxBinsOf(fine));
    private readonly Box[] _boxes = new Box[256];
    private readonly uint[] _colors = new uint[256];
    private readonly ulong[] _places = new ulong[256];
    private readonly Point[] _means = new Point[256];
    private int _count;
    private readonly Point[] _heaviest = new Point[256];
    private bool _exact, _keepsHeaviest;

    /// <summary>
    /// A colour of the picture in <see cref="Ycc"/> units. It matters by a power of its number: small details keep a colour of their own
    /// though the mean error grows. The power is 3/4 for a camera's picture, and 0.9 where the mean is what counts: in clean graphics,
    /// where no noise hides an error, and at the best qualities.
    /// </summary>
    private record struct Point(float Luma, float Blue, float Red, float Weight)
    {
        public readonly ulong ToPixel() => Ycc.Pack((int)MathF.Round(Luma), (int)MathF.Round(Blue), (int)MathF.Round(Red));
    }

    /// <summary>Neighbouring points and their squared error.</summary>
    private record struct Box(int Start, int Count, float Error, int Axis, float Mean);

    /// <summary>Takes the colours that a table is to serve.</summary>
    /// <param name="histogram">The colours.</param>
    /// <param name="isClean">True when there is no noise in the picture.</param>
    public void Read(ColorHistogram histogram, bool isClean = false)
    {
        ReadPoints(histogram, isClean);
        _count = histogram.Count;
        _exact = histogram.Shift == 0;
        _keepsHeaviest = _exact && isClean && !fine;
    }

    /// <summary>The best table found.</summary>
    /// <param name="maxColors">Most colours, 1–255.</param>
    /// <param name="passes">Most passes of k-means; they end when one gains next to nothing.</param>
    /// <param name="ofPicture">True for colours that occur, each the nearest to such a mean, where the histogram tells them apart.</param>
    public Palette Build(int maxColors, int passes, bool ofPicture = false)
    {
        if (_exact && _count <= maxColors)
        {
            for (int i = 0; i < _count; i++)
            {
                _colors[i] = ToRgb(_points[i]);
            }

            return Finish(Math.Max(1, _count));
        }

        int count = Split(_count, maxColors);
        double error = double.MaxValue;
        for (int pass = 0; pass < passes; pass++)
        {
            double before = error;
            error = Refine(_count, count);
            if (error > before * WorthwhileGain)
            {
                break;
            }
        }

        if (ofPicture && _exact)
        {
            TakeNearest(count);
        }

        return Finish(count, error);
    }

    /// <summary>
    /// Mean squared distance, in units of <see cref="Ycc"/>, that tables of 3, 7, 15 … 255 colours would leave before k-means; 0 where every
    /// colour has room.
    /// </summary>
    /// <param name="errors">Filled; the first is that of 3 colours.</param>
    /// <param name="maxColors">Most colours; tables that are larger are as good as one of so many.</param>
    public void MeasureTables(Span<double> errors, int maxColors) => Split(_count, maxColors, errors);

    /// <summary>Mean squared distance of the colours to a table, in units of <see cref="Ycc"/>.</summary>
    public double ErrorOf(Palette palette, PaletteSearch nearest)
    {
        nearest.Use(palette);
        nearest.IsExact = true;
        double sum = 0, weight = 0;
        foreach (ref readonly Point point in _points.AsSpan(0, _count))
        {
            ulong pixel = point.ToPixel();
            sum += (double)point.Weight * Ycc.Distance(pixel, palette.Pixels[nearest.Nearest(pixel)]);
            weight += point.Weight;
        }

        return sum / weight;
    }

    private Palette Finish(int count, double error = 0)
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

        return new Palette(colors[..distinct], error);
    }

    private void ReadPoints(ColorHistogram histogram, bool isClean)
    {
        for (int i = 0; i < histogram.Count; i++)
        {
            ColorHistogram.Bin bin = histogram.Bins[i];
            double scale = 1.0 / bin.Weight;
            double r = bin.Red * scale, g = bin.Green * scale, b = bin.Blue * scale;
            (float luma, float blue, float red) = Ycc.From(r, g, b);
            _points[i] = new Point(
                luma,
                blue,
                red,
                fine || isClean ? MathF.Pow(bin.Weight, 0.9f) : MathF.Sqrt(bin.Weight * MathF.Sqrt(bin.Weight)));
        }
    }

    private int Split(int pointCount, int maxColors, Span<double> errors = default)
    {
        int boxes = 1, measured = 0;
        _boxes[0] = Describe(0, pointCount, 0);
        double error = _boxes[0].Error, weight = _means[0].Weight;
        errors.Clear();
        while (boxes < maxColors)
        {
            if (measured < errors.Length && boxes == (4 << measured) - 1)
            {
                errors[measured++] = error / weight;
            }

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
                error -= box.Error;
                continue;
            }

            _boxes[worst] = Describe(box.Start, middle - box.Start, worst);
            _boxes[boxes] = Describe(middle, box.Start + box.Count - middle, boxes);
            error += (double)_boxes[worst].Error + _boxes[boxes].Error - box.Error;
            boxes++;
        }

        if (measured < errors.Length)
        {
            errors[measured..].Fill(Math.Max(0, error) / weight);
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

    /// <summary>One pass of k-means; gives the mean squared distance before it.</summary>
    private double Refine(int pointCount, int count)
    {
        Span<Point> sums = stackalloc Point[256];
        sums.Clear();
        Array.Clear(_heaviest);
        for (int i = 0; i < count; i++)
        {
            _places[i] = Ycc.From(_colors[i]);
        }

        search.Use(_places.AsSpan(0, count));
        search.IsExact = true;
        double error = 0, total = 0;
        for (int i = 0; i < pointCount; i++)
        {
            ref readonly Point point = ref _points[i];
            ulong pixel = point.ToPixel();
            int nearest = search.Nearest(pixel);
            error += (double)point.Weight * Ycc.Distance(pixel, _places[nearest]);
            total += point.Weight;
            ref Point sum = ref sums[nearest];
            if (point.Weight > _heaviest[nearest].Weight)
            {
                _heaviest[nearest] = point;
            }

            sum = new Point(sum.Luma + (point.Luma * point.Weight), sum.Blue + (point.Blue * point.Weight), sum.Red + (point.Red * point.Weight), sum.Weight + point.Weight);
        }

        for (int i = 0; i < count; i++)
        {
            float weight = sums[i].Weight;
            if (_keepsHeaviest && _heaviest[i].Weight > weight * Dominating)
            {
                _colors[i] = ToRgb(_heaviest[i]);
            }
            else if (weight > 0)
            {
                _colors[i] = ToRgb(new Point(sums[i].Luma / weight, sums[i].Blue / weight, sums[i].Red / weight, weight));
            }
        }

        return error / total;
    }

    /// <summary>Makes every colour the nearest of the points that it serves.</summary>
    private void TakeNearest(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _places[i] = Ycc.From(_colors[i]);
        }

        search.Use(_places.AsSpan(0, count));
        search.IsExact = true;
        Span<int> least = stackalloc int[count];
        least.Fill(int.MaxValue);
        foreach (ref readonly Point point in _points.AsSpan(0, _count))
        {
            ulong pixel = point.ToPixel();
            int nearest = search.Nearest(pixel), distance = Ycc.Distance(pixel, _places[nearest]);
            if (distance < least[nearest])
            {
                (least[nearest], _colors[nearest]) = (distance, ToRgb(point));
            }
        }
    }

    private static uint ToRgb(Point point) => Ycc.ToRgb(point.Luma, point.Blue, point.Red);
}

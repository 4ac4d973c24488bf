namespace AnimatedImage.Encoding.Apng;

/// <summary>
/// The five row filters of PNG (third edition, section 9.2), and the choice among them that its section 12.7 recommends: the one whose
/// output, taken as signed bytes, has the smallest sum of absolute values.
/// </summary>
/// <param name="length">Bytes of a row.</param>
/// <param name="pixel">Bytes of a pixel.</param>
internal sealed class PngRowFilter(int length, int pixel)
{
    private const int Kinds = 5;

    private readonly byte[][] _filtered = [.. Enumerable.Range(0, Kinds).Select(_ => new byte[length])];

    /// <summary>Filters a row in the best way.</summary>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it; zeros above the first.</param>
    /// <param name="target">Receives the filter's number and the filtered row.</param>
    public void Write(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> target)
    {
        row.CopyTo(_filtered[0]);
        Subtract(row[..pixel], default, _filtered[1]);
        Subtract(row[pixel..], row[..^pixel], _filtered[1].AsSpan(pixel));
        Subtract(row, above, _filtered[2]);
        Average(row, above, _filtered[3]);
        Paeth(row, above, _filtered[4]);
        int best = 0;
        long least = long.MaxValue;
        for (int kind = 0; kind < Kinds; kind++)
        {
            long sum = SumOfMagnitudes(_filtered[kind]);
            if (sum < least)
            {
                (best, least) = (kind, sum);
            }
        }

        target[0] = (byte)best;
        _filtered[best].CopyTo(target[1..]);
    }

    private static void Subtract(ReadOnlySpan<byte> row, ReadOnlySpan<byte> prediction, Span<byte> target)
    {
        for (int at = 0; at < row.Length; at++)
        {
            target[at] = (byte)(row[at] - (at < prediction.Length ? prediction[at] : 0));
        }
    }

    private void Average(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> target)
    {
        for (int at = 0; at < row.Length; at++)
        {
            int left = at < pixel ? 0 : row[at - pixel];
            target[at] = (byte)(row[at] - ((left + above[at]) >> 1));
        }
    }

    private void Paeth(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> target)
    {
        for (int at = 0; at < row.Length; at++)
        {
            int left = at < pixel ? 0 : row[at - pixel];
            int corner = at < pixel ? 0 : above[at - pixel];
            int fromLeft = Math.Abs(above[at] - corner);
            int fromAbove = Math.Abs(left - corner);
            int fromCorner = Math.Abs(left + above[at] - (2 * corner));
            int prediction = fromLeft <= fromAbove && fromLeft <= fromCorner ? left : fromAbove <= fromCorner ? above[at] : corner;
            target[at] = (byte)(row[at] - prediction);
        }
    }

    private static long SumOfMagnitudes(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (byte value in bytes)
        {
            sum += Math.Abs((int)(sbyte)value);
        }

        return sum;
    }
}

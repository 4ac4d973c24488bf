using System.Runtime.Intrinsics;

namespace AnimatedImage.Encoding.Webp;

/// <summary>How sixteen columns of samples differ in the macroblocks that they lie in.</summary>
internal struct ColumnDifferences
{
    /// <summary>The largest difference in each column.</summary>
    public Vector128<byte> Largest;

    /// <summary>The largest sum of differences over a cell in each four columns.</summary>
    public Vector128<int> Cells;

    /// <summary>The same sums, without their signs, added up over all cells in each four columns.</summary>
    public Vector128<int> CellSums;

    /// <summary>Not zero in each half that is over a limit.</summary>
    public readonly Vector128<ulong> Exceeds(byte most, int mostOfCell) =>
        Vector128.GreaterThan(Largest, Vector128.Create(most)).AsUInt64() | Vector128.GreaterThan(Cells, Vector128.Create(mostOfCell)).AsUInt64();

    /// <summary><see cref="CellSums"/> of eight columns.</summary>
    public readonly int SumOfHalf(int half) => CellSums[2 * half] + CellSums[(2 * half) + 1];
}

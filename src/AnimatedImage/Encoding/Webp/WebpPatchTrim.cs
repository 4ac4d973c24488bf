namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Cuts from a patch the lines at its edges that do not change: what moves on a screen seldom begins where a macroblock does, and what
/// lies beside it may be the sharp edge of a window, which costs more to draw again than what moves.
/// </summary>
internal static class WebpPatchTrim
{
    private enum Edge
    {
        Left,
        Top,
        Right,
        Bottom,
    }

    /// <summary>Cuts pairs of lines, which are one line of chroma.</summary>
    /// <param name="patch">A patch that is drawn whole, because masks go by macroblocks.</param>
    /// <param name="shown">What players show.</param>
    /// <param name="next">The frame.</param>
    /// <param name="limits">What may differ; what is cut adds up to no more, so that it is not found again.</param>
    /// <returns>What is left: at least one sample that changes.</returns>
    public static WebpPatch Cut(WebpPatch patch, YuvPlanes shown, YuvPlanes next, PatchLimits limits)
    {
        foreach (Edge edge in Enum.GetValues<Edge>())
        {
            while (LineAt(patch, edge) is var line && line.Width * line.Height < patch.Width * patch.Height && IsStill(line, shown, next, limits))
            {
                patch = Without(patch, line, edge);
            }
        }

        return patch;
    }

    private static WebpPatch LineAt(WebpPatch patch, Edge edge)
    {
        // Only the canvas has odd sides, so only its own last line is a single one.
        int across = patch.Width % 2 == 0 ? 2 : 1;
        int down = patch.Height % 2 == 0 ? 2 : 1;
        return edge switch
        {
            Edge.Left => patch with { Width = Math.Min(2, patch.Width) },
            Edge.Top => patch with { Height = Math.Min(2, patch.Height) },
            Edge.Right => patch with { X = patch.X + patch.Width - across, Width = across },
            _ => patch with { Y = patch.Y + patch.Height - down, Height = down },
        };
    }

    private static WebpPatch Without(WebpPatch patch, WebpPatch line, Edge edge) => edge switch
    {
        Edge.Left => patch with { X = patch.X + line.Width, Width = patch.Width - line.Width },
        Edge.Top => patch with { Y = patch.Y + line.Height, Height = patch.Height - line.Height },
        Edge.Right => patch with { Width = patch.Width - line.Width },
        _ => patch with { Height = patch.Height - line.Height },
    };

    /// <summary>Whether no macroblock's part of a line is off by more than a whole macroblock may be.</summary>
    private static bool IsStill(WebpPatch line, YuvPlanes shown, YuvPlanes next, PatchLimits limits)
    {
        (int right, int bottom) = (line.X + line.Width, line.Y + line.Height);
        for (int y = line.Y; y < bottom; y = NextBlock(y))
        {
            for (int x = line.X; x < right; x = NextBlock(x))
            {
                (int endX, int endY) = (Math.Min(NextBlock(x), right), Math.Min(NextBlock(y), bottom));
                Differences luma = Compare(shown.Y, next.Y, next.Width, x, y, endX, endY);
                (int left, int top, endX, endY) = (x / 2, y / 2, (endX + 1) / 2, (endY + 1) / 2);
                Differences u = Compare(shown.U, next.U, next.ChromaWidth, left, top, endX, endY);
                Differences v = Compare(shown.V, next.V, next.ChromaWidth, left, top, endX, endY);
                if (!luma.AreWithin(limits.LumaCell, limits.LumaBlock, PatchLimits.LumaSamples)
                    || !new Differences(u.Sum + v.Sum, Math.Max(u.Largest, v.Largest), u.Count + v.Count).AreWithin(limits.ChromaCell, limits.ChromaBlock, PatchLimits.ChromaSamples))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static int NextBlock(int at) => (at / WebpPatch.Block * WebpPatch.Block) + WebpPatch.Block;

    private static Differences Compare(ReadOnlySpan<byte> shown, ReadOnlySpan<byte> next, int stride, int left, int top, int right, int bottom)
    {
        (int sum, int largest) = (0, 0);
        for (int y = top; y < bottom; y++)
        {
            for (int at = (y * stride) + left; at < (y * stride) + right; at++)
            {
                int difference = Math.Abs(next[at] - shown[at]);
                sum += difference;
                largest = Math.Max(largest, difference);
            }
        }

        return new Differences(sum, largest, (right - left) * (bottom - top));
    }

    private readonly record struct Differences(int Sum, int Largest, int Count)
    {
        public bool AreWithin(int cell, int block, int samples) => Largest * PatchLimits.CellSamples <= cell && Sum * samples <= block * Count;
    }
}

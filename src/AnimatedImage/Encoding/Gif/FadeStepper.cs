using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Lets the cells of a mosaic (a game, a heat map, pixel art) fade in fewer steps: one stays until it differs too much and is then drawn as
/// it will be a little later, in the same few colours everywhere. A run of equal pixels does so as a whole, so that patterns stay whole.
/// Elsewhere nothing is gained: soft edges fade beside the runs, and long runs take hardly any bytes.
/// </summary>
/// <param name="width">Width of the frames in pixels.</param>
/// <param name="tuning">How large a step may be.</param>
internal sealed class FadeStepper(int width, GifTuning tuning)
{
    /// <summary>Fewest pixels of a cell's row.</summary>
    private const int ShortestRun = 4;

    /// <summary>In a mosaic at most one changed run of so many is shorter than <see cref="ShortestRun"/>, and as many pixels are the longest mean.</summary>
    private const int RunsPerShortOne = 8, LongestMean = 32;

    private const int SampleRowStep = 4;
    private const int KnownBits = 12;
    private const uint HashFactor = 2654435761;

    private readonly int _limit = (int)Math.Round(tuning.Fade * Ycc.UnitsPerLevel * tuning.Fade * Ycc.UnitsPerLevel);

    // The colour that a colour was drawn as, at the place that it hashes to.
    private readonly (uint Color, uint Step)[] _known = new (uint, uint)[1 << KnownBits];

    /// <summary>Holds or replaces what fades.</summary>
    /// <param name="marked">Held colours and kinds as marked: what stays becomes Hold.</param>
    /// <param name="source">The frame; what is drawn as another colour is given that.</param>
    /// <param name="followers">The frames after it.</param>
    public void Step(PixelPlane marked, PixelPlane source, ReadOnlySpan<PixelPlane> followers)
    {
        if (_limit == 0 || !IsMosaic(marked, source))
        {
            return;
        }

        for (int y = 0; y < source.Height; y++)
        {
            Span<uint> marks = marked.Row(y)[..width], now = source.Row(y)[..width];
            for (int x = NextChanged(marks, 0); x < width;)
            {
                int length = RunAt(marks, now, x);
                uint held = marks[x] & PixelKind.ShownMask, shown = length < ShortestRun ? now[x] : Decide(held, now[x], x, y, followers);
                if (shown == held)
                {
                    marks.Slice(x, length).Fill(held);
                }

                now.Slice(x, length).Fill(shown);
                x = NextChanged(marks, x + length);
            }
        }
    }

    /// <summary>True where nearly all that changes are short runs of equal pixels.</summary>
    private bool IsMosaic(PixelPlane marked, PixelPlane source)
    {
        int runs = 0, shortRuns = 0, pixels = 0;
        for (int y = 0; y < source.Height; y += SampleRowStep)
        {
            ReadOnlySpan<uint> marks = marked.Row(y)[..width], now = source.Row(y)[..width];
            for (int x = NextChanged(marks, 0); x < width;)
            {
                int length = RunAt(marks, now, x);
                (runs, pixels) = (runs + 1, pixels + length);
                shortRuns += length < ShortestRun ? 1 : 0;
                x = NextChanged(marks, x + length);
            }
        }

        return shortRuns * RunsPerShortOne <= runs && pixels <= runs * LongestMean;
    }

    private static int NextChanged(ReadOnlySpan<uint> marks, int x)
    {
        ref uint first = ref MemoryMarshal.GetReference(marks);
        while (x <= marks.Length - PixelPlane.Step && (Vector256.LoadUnsafe(ref first, (nuint)x) & Vector256.Create(PixelKind.Changed)) == Vector256<uint>.Zero)
        {
            x += PixelPlane.Step;
        }

        while (x < marks.Length && (marks[x] & PixelKind.Changed) == 0)
        {
            x++;
        }

        return x;
    }

    /// <summary>Pixels from <paramref name="x"/> on that show the same and are to show the same.</summary>
    private static int RunAt(ReadOnlySpan<uint> marks, ReadOnlySpan<uint> now, int x)
    {
        int end = x + 1;
        while (end < now.Length && now[end] == now[x] && ((marks[end] ^ marks[x]) & PixelKind.ShownMask) == 0)
        {
            end++;
        }

        return end - x;
    }

    private static bool IsNear(uint a, uint b, int limit) => ((a | b) & PixelKind.Void) == 0 && Ycc.Distance(Ycc.From(a), Ycc.From(b)) <= limit;

    /// <summary>What a run is to show: what it shows, the next step, or its own colour where the fade is over.</summary>
    private uint Decide(uint held, uint color, int x, int y, ReadOnlySpan<PixelPlane> followers) =>
        IsStill(color, x, y, followers) ? color : IsNear(held, color, _limit) ? held : NextStep(color, x, y, followers);

    private static bool IsStill(uint color, int x, int y, ReadOnlySpan<PixelPlane> followers)
    {
        bool isStill = !followers.IsEmpty;
        foreach (PixelPlane follower in followers)
        {
            isStill &= follower.Row(y)[x] == color;
        }

        return isStill;
    }

    /// <summary>The colour of this fade farthest ahead that can stand for the present one, or one that was drawn for it before.</summary>
    private uint NextStep(uint color, int x, int y, ReadOnlySpan<PixelPlane> followers)
    {
        ref (uint Color, uint Step) known = ref Known(color);
        if (known.Color == color)
        {
            return known.Step;
        }

        uint step = color;
        foreach (PixelPlane follower in followers)
        {
            uint next = follower.Row(y)[x];
            if (!IsNear(next, color, _limit))
            {
                break;
            }

            (uint later, uint laterStep) = Known(next);
            if (later == next && IsNear(laterStep, color, _limit))
            {
                step = laterStep;
                break;
            }

            step = next;
        }

        known = (color, step);
        return step;
    }

    private ref (uint Color, uint Step) Known(uint color) => ref _known[(color * HashFactor) >> (32 - KnownBits)];
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Draws the pixels that changed: lone specks are dropped as noise, the rest takes the mean of the frame and of those that follow as
/// long as these stay close, which removes noise that would otherwise be drawn and held.
/// </summary>
/// <param name="width">Width of the frames in pixels.</param>
/// <param name="tuning">How close following frames must be.</param>
internal sealed class Redrawer(int width, GifTuning tuning)
{
    /// <summary>Changed pixels among nine (itself included) that a pixel needs to be more than a speck.</summary>
    private const int SpeckSize = 3;

    private const int Step = PixelPlane.Step;
    private readonly byte _closeness = (byte)Math.Round(tuning.Lookahead);

    // 1 where a pixel changed, for three rows (row modulo 3) with a margin on both sides.
    private readonly uint[][] _changed = [new uint[PixelPlane.StrideOf(width) + (2 * Step)], new uint[PixelPlane.StrideOf(width) + (2 * Step)], new uint[PixelPlane.StrideOf(width) + (2 * Step)]];

    /// <summary>Turns the marks in <paramref name="target"/> into Hold and Draw (Void stays) and puts the new colours into drawn pixels.</summary>
    /// <param name="target">Held colours and kinds as marked.</param>
    /// <param name="source">The frame.</param>
    /// <param name="followers">The frames after it, at most three.</param>
    /// <param name="exact">True to draw every pixel that differs at all, alone or not, and without averaging.</param>
    /// <returns>What is drawn.</returns>
    public PixelRectangle Redraw(PixelPlane target, PixelPlane source, ReadOnlySpan<PixelPlane> followers, bool exact)
    {
        PixelRectangle bounds = default;
        Array.Clear(_changed[2]);
        ReadChanges(0, target.Row(0), exact);
        for (int y = 0; y < target.Height; y++)
        {
            ReadChanges(y + 1, y + 1 < target.Height ? target.Row(y + 1) : default, exact);
            (int first, int last) = RedrawRow(y, source.Row(y), target.Row(y), exact ? default : followers, exact);
            if (first <= last)
            {
                bounds = bounds.Include(y, first, last);
            }
        }

        return bounds;
    }

    private void ReadChanges(int y, ReadOnlySpan<uint> row, bool exact)
    {
        uint[] changed = _changed[y % 3];
        if (row.IsEmpty)
        {
            Array.Clear(changed);
            return;
        }

        ref uint first = ref MemoryMarshal.GetReference(row), target = ref changed[Step];

        Vector256<uint> bits = Vector256.Create(exact ? PixelKind.Changed : PixelKind.Draw);
        for (nuint x = 0; x < (nuint)row.Length; x += Step)
        {
            Vector256<uint> marks = Vector256.LoadUnsafe(ref first, x) & bits;
            Vector256.AndNot(Vector256<uint>.One, Vector256.Equals(marks, Vector256<uint>.Zero)).StoreUnsafe(ref target, x);
        }
    }

    private (int First, int Last) RedrawRow(int y, ReadOnlySpan<uint> now, Span<uint> target, ReadOnlySpan<PixelPlane> followers, bool exact)
    {
        ref uint nowFirst = ref MemoryMarshal.GetReference(now), targetFirst = ref MemoryMarshal.GetReference(target);

        // From the left neighbour of the first pixel.
        ref uint above = ref _changed[(y + 2) % 3][Step - 1], here = ref _changed[y % 3][Step - 1], below = ref _changed[(y + 1) % 3][Step - 1];
        Vector256<uint> shown = Vector256.Create(PixelKind.ShownMask), strong = Vector256.Create(PixelKind.Strong);
        int first = int.MaxValue, last = -1;
        for (int x = 0; x < target.Length; x += Step)
        {
            nuint at = (nuint)x;
            Vector256<uint> old = Vector256.LoadUnsafe(ref targetFirst, at);
            Vector256<uint> changed = Vector256.LoadUnsafe(ref here, at + 1);
            if (changed != Vector256<uint>.Zero && !exact)
            {
                Vector256<uint> count = changed + Vector256.LoadUnsafe(ref here, at) + Vector256.LoadUnsafe(ref here, at + 2);
                for (nuint i = at; i <= at + 2; i++)
                {
                    count += Vector256.LoadUnsafe(ref above, i) + Vector256.LoadUnsafe(ref below, i);
                }

                Vector256<uint> isSpeck = Vector256.LessThan(count, Vector256.Create((uint)SpeckSize)) & Vector256.Equals(old & strong, Vector256<uint>.Zero);
                changed = Vector256.AndNot(changed, isSpeck);
            }

            if (changed == Vector256<uint>.Zero)
            {
                (old & shown).StoreUnsafe(ref targetFirst, at);
                continue;
            }

            Vector256<uint> hold = Vector256.Equals(changed, Vector256<uint>.Zero);
            Vector256<uint> source = Vector256.LoadUnsafe(ref nowFirst, at);
            Vector256<uint> drawn = (followers.IsEmpty ? source : Mean(source, y, x, followers)) | Vector256.Create(PixelKind.Draw);
            Vector256.ConditionalSelect(hold, old & shown, drawn).StoreUnsafe(ref targetFirst, at);
            uint bits = ~hold.ExtractMostSignificantBits() & 0xFF;
            first = Math.Min(first, x + BitOperations.TrailingZeroCount(bits));
            last = x + BitOperations.Log2(bits);
        }

        return (first, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<uint> Mean(Vector256<uint> now, int y, int x, ReadOnlySpan<PixelPlane> followers)
    {
        Vector256<byte> limit = Vector256.Create(_closeness);
        Vector256<uint> byteMask = Vector256.Create(0xFFu);
        Vector256<uint> red = now & byteMask, green = (now >>> 8) & byteMask, blue = (now >>> 16) & byteMask;
        Vector256<uint> close = Vector256<uint>.AllBitsSet, count = Vector256<uint>.Zero;
        foreach (PixelPlane follower in followers)
        {
            Vector256<uint> next = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(follower.Row(y)), (nuint)x);
            Vector256<byte> difference = Vector256.Max(now.AsByte(), next.AsByte()) - Vector256.Min(now.AsByte(), next.AsByte());
            close &= Vector256.Equals(Vector256.Equals(Vector256.Max(difference, limit), limit).AsUInt32(), Vector256<uint>.AllBitsSet);
            if (close == Vector256<uint>.Zero)
            {
                break;
            }

            red += next & byteMask & close;
            green += (next >>> 8) & byteMask & close;
            blue += (next >>> 16) & byteMask & close;
            count -= close;
        }

        if (count == Vector256<uint>.Zero)
        {
            return now;
        }

        // 65536 divided by 1, 2, 3 and 4: exact enough for sums of at most 1020.
        Vector256<uint> scale = Vector256.Shuffle(Vector256.Create(65536u, 32768, 21846, 16384, 0, 0, 0, 0), count);
        Vector256<uint> half = Vector256.Create(32768u);
        return (((red * scale) + half) >>> 16) | ((((green * scale) + half) >>> 16) << 8) | ((((blue * scale) + half) >>> 16) << 16);
    }
}

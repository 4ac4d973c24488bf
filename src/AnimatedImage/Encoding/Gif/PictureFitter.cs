using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Chooses colours for the best qualities, where closeness comes before size: the sum of the squared errors of all pixels and, weighted,
/// of the picture seen through a small blur becomes as small as changing one pixel at a time can make it (direct binary search after
/// Analoui and Allebach 1992, with colours). Unlike error diffusion it may take back what it chose and looks in all directions. The table's
/// colours move along: each to the mean of what its pixels would be best.
/// </summary>
/// <param name="width">Canvas width.</param>
/// <param name="height">Canvas height.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class PictureFitter(int width, int height, BufferLease? buffers = null)
{
    /// <summary>How often the colours move.</summary>
    private const int Moves = 2;

    /// <summary>Mean squared error of a table whose colours lie so close together that moving them by whole levels would only disorder them.</summary>
    private const int FineError = 32;

    /// <summary>What the blurred error counts beside the plain one: more is smoother from afar and noisier from near.</summary>
    private const float BlurWeight = 0.5f;

    /// <summary>The blur is the binomial 1 2 1 both ways; an error is felt as far as two blurs reach.</summary>
    private const int Reach = 2;

    /// <summary>What a pixel's own error is of all that it feels of it: itself and the centre of its two blurs, (6/16)².</summary>
    private const float OwnShare = 1 / (1 + (BlurWeight * 36 / 256));

    /// <summary>Stands for what is shown already among the chosen indexes.</summary>
    private const byte Keeps = 255;

    // By pixel, with a margin: what the error of all others and its own, blurred twice, adds up to. A pixel is best where its own part
    // of that would be nought.
    private readonly int _stride = width + (2 * Reach);
    private readonly Vector128<float>[] _pull = buffers.TakeAtLeast<Vector128<float>>((width + (2 * Reach)) * (height + (2 * Reach)));
    private readonly byte[] _chosen = buffers.TakeAtLeast<byte>(width * height);
    private readonly ulong[] _wanted = new ulong[PixelPlane.StrideOf(width)];
    private readonly uint[] _row = new uint[width];

    // By colour: the sum of what its pixels would be best, and their number.
    private readonly Vector128<float>[] _sums = new Vector128<float>[Palette.MostColors];
    private HeldFrame _frame = null!;
    private Canvas _canvas = null!;
    private Palette _palette = null!;
    private PaletteSearch _search = null!;

    /// <summary>Chooses a colour of the table, or what is shown already, for every pixel to be drawn.</summary>
    /// <param name="frame">What is wanted.</param>
    /// <param name="canvas">What is shown.</param>
    /// <param name="palette">The table.</param>
    /// <param name="search">Searches it; left with the table that is returned.</param>
    /// <param name="mayMove">True when the table's colours may move to where they serve best.</param>
    /// <returns>The table that the picture was fitted to.</returns>
    public Palette Fit(HeldFrame frame, Canvas canvas, Palette palette, PaletteSearch search, bool mayMove)
    {
        (_frame, _canvas, _palette, _search) = (frame, canvas, palette, search);
        search.Use(palette);
        search.IsExact = true;
        Array.Clear(_pull, 0, _stride * (height + (2 * Reach)));
        ForEachRow(FeelShown);
        ForEachRow(Choose);
        for (int move = 0; mayMove && palette.MeanError > FineError && move < Moves; move++)
        {
            Array.Clear(_sums);
            ForEachRow(AddWanted);
            _palette = Moved(palette);
            search.Use(_palette);
            Array.Clear(_pull, 0, _stride * (height + (2 * Reach)));
            ForEachRow(FeelShown);
            ForEachRow(FeelChosen);
            ForEachRow(ChooseAgain);
        }

        ForEachRow(ChooseAgain);

        return _palette;
    }

    /// <summary>One row as it was fitted: pixels to be drawn have a colour of the table. Valid until the next call.</summary>
    /// <param name="pixels">The row as it is wanted.</param>
    /// <param name="y">Its place in the part that was fitted.</param>
    public Span<uint> Row(ReadOnlySpan<uint> pixels, int y)
    {
        ReadOnlySpan<byte> chosen = _chosen.AsSpan(y * width, pixels.Length);
        for (int x = 0; x < pixels.Length; x++)
        {
            // What is kept there is weakly: not the colour that is held, which might be drawn again.
            _row[x] = (pixels[x] & PixelKind.Draw) == 0 ? pixels[x] : chosen[x] == Keeps ? PixelKind.Weak : PixelKind.Draw | _palette.Colors[chosen[x]];
        }

        return _row.AsSpan(0, pixels.Length);
    }

    private void ForEachRow(Action<int> step)
    {
        for (int y = 0; y < _frame.Bounds.Height; y++)
        {
            Ycc.From(PixelsOf(y), _wanted);
            step(y);
        }
    }

    private Span<uint> PixelsOf(int y) => _frame.Pixels.Row(_frame.Bounds.Top + y).Slice(_frame.Bounds.Left, _frame.Bounds.Width);

    private Span<ulong> ShownAt(int y) => _canvas.Row(_frame.Bounds.Top + y, _frame.Bounds.Left, _frame.Bounds.Width);

    private ref Vector128<float> PullAt(int y) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_pull), y * _stride);

    /// <summary>Pixels that are not to be drawn have errors too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FeelShown(int y)
    {
        ReadOnlySpan<uint> pixels = PixelsOf(y);
        ReadOnlySpan<ulong> shown = ShownAt(y);
        for (int x = 0; x < pixels.Length; x++)
        {
            if ((pixels[x] & ~PixelKind.ColorMask) == PixelKind.Hold && shown[x] != _wanted[x] && shown[x] != Canvas.Nothing)
            {
                Spread(ref Unsafe.Add(ref PullAt(y), x), Lanes(shown[x]) - Lanes(_wanted[x]));
            }
        }
    }

    /// <summary>The errors of what was chosen, with the colours that the table has now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FeelChosen(int y)
    {
        ReadOnlySpan<uint> pixels = PixelsOf(y);
        ReadOnlySpan<ulong> shown = ShownAt(y), colors = _palette.Pixels;
        for (int x = 0; x < pixels.Length; x++)
        {
            if ((pixels[x] & PixelKind.Draw) != 0)
            {
                byte chosen = _chosen[(y * width) + x];
                Spread(ref Unsafe.Add(ref PullAt(y), x), Lanes(chosen == Keeps ? shown[x] : colors[chosen]) - Lanes(_wanted[x]));
            }
        }
    }

    /// <summary>Sums up, for every colour, what its pixels would be best.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWanted(int y)
    {
        ReadOnlySpan<uint> pixels = PixelsOf(y);
        ReadOnlySpan<ulong> colors = _palette.Pixels;
        Vector128<float> one = Vector128.Create(0f, 0, 0, 1);
        for (int x = 0; x < pixels.Length; x++)
        {
            byte chosen = _chosen[(y * width) + x];
            if ((pixels[x] & PixelKind.Draw) != 0 && chosen != Keeps)
            {
                _sums[chosen] += (Lanes(colors[chosen]) - (Unsafe.Add(ref PullAt(y), (Reach * _stride) + Reach + x) * OwnShare)) + one;
            }
        }
    }

    private Palette Moved(Palette palette)
    {
        Span<uint> colors = stackalloc uint[palette.Count];
        for (int i = 0; i < colors.Length; i++)
        {
            Vector128<float> sum = _sums[i];
            colors[i] = sum[3] > 0 ? Ycc.ToRgb(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]) : palette.Colors[i];
        }

        return new Palette(colors, palette.MeanError);
    }

    private void Choose(int y) => Choose(y, isFirst: true);

    private void ChooseAgain(int y) => Choose(y, isFirst: false);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Choose(int y, bool isFirst)
    {
        ReadOnlySpan<uint> pixels = PixelsOf(y);
        ReadOnlySpan<ulong> shown = ShownAt(y), colors = _palette.Pixels;
        Span<byte> chosen = _chosen.AsSpan(y * width, pixels.Length);
        ref Vector128<float> pull = ref PullAt(y);
        for (int x = 0; x < pixels.Length; x++, pull = ref Unsafe.Add(ref pull, 1))
        {
            if ((pixels[x] & PixelKind.Draw) == 0)
            {
                continue;
            }

            Vector128<float> current = Lanes(isFirst ? _wanted[x] : chosen[x] == Keeps ? shown[x] : colors[chosen[x]]);
            ulong target = Narrow(current - (Unsafe.Add(ref pull, (Reach * _stride) + Reach) * OwnShare));
            int nearest = _search.Nearest(target);
            bool keeps = Ycc.Distance(target, shown[x]) <= Ycc.Distance(target, colors[nearest]);
            chosen[x] = keeps ? Keeps : (byte)nearest;
            Vector128<float> change = Lanes(keeps ? shown[x] : colors[nearest]) - current;
            if (change != Vector128<float>.Zero)
            {
                Spread(ref pull, change);
            }
        }
    }

    /// <summary>Adds what a changed error means for its neighbours: itself and its two blurs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Spread(ref Vector128<float> corner, Vector128<float> change)
    {
        Vector128<float> one = change * (BlurWeight / 256), four = one * 4, six = one * 6, sixteen = four * 4, twentyFour = six * 4, center = (six * 6) + change;
        AddRow(ref corner, one, four, six);
        corner = ref Unsafe.Add(ref corner, _stride);
        AddRow(ref corner, four, sixteen, twentyFour);
        corner = ref Unsafe.Add(ref corner, _stride);
        AddRow(ref corner, six, twentyFour, center);
        corner = ref Unsafe.Add(ref corner, _stride);
        AddRow(ref corner, four, sixteen, twentyFour);
        corner = ref Unsafe.Add(ref corner, _stride);
        AddRow(ref corner, one, four, six);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(ref Vector128<float> first, Vector128<float> outer, Vector128<float> inner, Vector128<float> middle)
    {
        first += outer;
        Unsafe.Add(ref first, 1) += inner;
        Unsafe.Add(ref first, 2) += middle;
        Unsafe.Add(ref first, 3) += inner;
        Unsafe.Add(ref first, 4) += outer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Lanes(ulong pixel) => Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Narrow(Vector128<float> lanes)
    {
        Vector128<int> rounded = Sse2.IsSupported ? Sse2.ConvertToVector128Int32(lanes) : Vector128.ConvertToInt32(Vector128.Round(lanes));
        return (Sse2.IsSupported ? Sse2.PackSignedSaturate(rounded, rounded) : Vector128.Narrow(rounded, rounded)).AsUInt64().ToScalar();
    }
}

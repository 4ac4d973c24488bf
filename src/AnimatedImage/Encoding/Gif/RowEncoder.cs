using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// One pass over the pixels to write: picks each one's index, hands its error on to its neighbours (Floyd and Steinberg 1976) and
/// compresses with LZW as it goes, because the choices depend on each other: where the string so far cannot be continued with the
/// nearest colour, a known string that ends in a similar one is continued instead, and the error of that is handed on as well.
/// </summary>
/// <param name="maxWidth">Most pixels of a row.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class RowEncoder(int maxWidth, BufferLease? buffers = null)
{
    /// <summary>Error handed on is limited to this many units of <see cref="Ycc"/>, or places out of reach of the table would smear.</summary>
    private const int MaxError = 128;

    /// <summary>Mean squared error of a table so fine that a rounded search would show.</summary>
    private const int FineError = 32;

    private const int ErrorShift = 12;

    private readonly ulong[] _row = new ulong[PixelPlane.StrideOf(maxWidth) + PixelPlane.Step];
    private readonly byte[] _indexes = new byte[maxWidth];
    private PaletteSearch _search = null!;
    private readonly int[] _loss = new int[256];
    private Vector128<int>[] _above = new Vector128<int>[maxWidth + 2];
    private Vector128<int>[] _below = new Vector128<int>[maxWidth + 2];
    private readonly ulong[] _colors = new ulong[257];
    private int _transparent;
    private int _keep;
    private int _dither;
    private bool _targetsShown;
    private bool _plansAhead;
    private StringPlanner? _planner;
    private int[] _lossByPixel = [];
    private int _code;

    /// <summary>Writes the compressed image, which is whole once the last row is encoded.</summary>
    public LzwWriter Writer { get; } = new(buffers);

    /// <summary>The indexes of the row that was encoded last.</summary>
    public ReadOnlySpan<byte> Indexes => _indexes;

    /// <summary>Begins an image.</summary>
    /// <param name="palette">Its table.</param>
    /// <param name="search">Searches that.</param>
    /// <param name="limits">What may be lost.</param>
    /// <param name="rule">When a full dictionary is emptied.</param>
    public void Begin(Palette palette, PaletteSearch search, LossLimits limits, ClearRule rule)
    {
        _search = search;
        _search.Use(palette);
        _search.IsExact = limits.IsExact || palette.MeanError < FineError;
        palette.Pixels.CopyTo(_colors, 0);
        _transparent = palette.Transparent;
        for (int activity = 0; activity < _loss.Length; activity++)
        {
            // Where nothing may be lost, a known string may still end in just the colour that is wanted.
            _loss[activity] = Math.Max(1, limits.LossByActivity[activity]);
        }

        _keep = limits.Keep;
        _dither = limits.Dither;
        _targetsShown = limits.TargetsShown;
        _plansAhead = limits.PlansAhead;
        Array.Clear(_above);
        Array.Clear(_below);
        Writer.Begin(Math.Max(2, palette.Bits), rule);
        _code = Writer.Dictionary.ClearCode;
    }

    /// <summary>Encodes one row of the part and draws it on the canvas.</summary>
    /// <param name="pixels">Colours and kinds.</param>
    /// <param name="canvas">What is shown.</param>
    /// <param name="activity">Activity of each pixel.</param>
    public void Encode(ReadOnlySpan<uint> pixels, Span<ulong> canvas, ReadOnlySpan<byte> activity)
    {
        Ycc.From(pixels, _row);
        if (_plansAhead)
        {
            EncodePlanned(pixels, canvas, activity);
            return;
        }

        (_above, _below) = (_below, _above);
        Vector128<int>[] above = _above, below = _below;
        Vector128<int> carried = default, pending = default, pendingLeft = default;
        Vector128<int> half = Vector128.Create(1 << (ErrorShift - 1)), limit = Vector128.Create(MaxError);
        LzwDictionary dictionary = Writer.Dictionary;
        int[] losses = _loss;
        ulong[] row = _row;
        int code = _code, dither = _dither, keep = _keep;
        Span<byte> indexes = _indexes.AsSpan(0, pixels.Length);
        for (int x = 0; x < pixels.Length; x++)
        {
            uint kind = pixels[x];
            ulong shown = canvas[x];
            Vector128<int> error = default;
            if ((kind & PixelKind.Draw) != 0)
            {
                Vector128<int> wanted = Lanes(row[x]) + Vector128.Min(Vector128.Max((above[x + 1] + carried + half) >> ErrorShift, -limit), limit);
                Vector128<short> target = Narrow(wanted);
                bool keeps = Ycc.Distance(target, Vector128.CreateScalarUnsafe(shown).AsInt16()) <= keep;
                int exact = dictionary.FindExact(code, target.AsUInt64().ToScalar());
                if (exact != LzwDictionary.None && (!keeps || dictionary.FindKeeping(code) == LzwDictionary.None))
                {
                    // Nothing is lost: the next pixel need not wait for the error of this one.
                    code = exact;
                    canvas[x] = target.AsUInt64().ToScalar();
                }
                else
                {
                    shown = Continue(ref code, target, shown, keeps, losses[activity[x]]);
                    canvas[x] = shown;
                    error = (wanted - Lanes(shown)) * dither;
                }
            }
            else
            {
                ulong target = _targetsShown ? shown : row[x];
                canvas[x] = Continue(ref code, Vector128.CreateScalarUnsafe(target).AsInt16(), shown, true, (kind & PixelKind.Void) != 0 ? 0 : losses[activity[x]]);
            }

            indexes[x] = dictionary.LastIndex(code);
            Vector128<int> twice = error + error;
            below[x] = pendingLeft + twice + error;
            pendingLeft = pending + (twice + twice) + error;
            pending = error;
            carried = (twice << 2) - error;
        }

        below[pixels.Length] = pendingLeft;
        below[pixels.Length + 1] = pending;
        _code = code;
        Writer.EndRow(pixels.Length);
    }

    /// <summary>Ends the image.</summary>
    public void Finish() => Writer.Finish(_code);

    /// <summary>The same with <see cref="StringPlanner"/>, where no errors are handed on.</summary>
    private void EncodePlanned(ReadOnlySpan<uint> pixels, Span<ulong> canvas, ReadOnlySpan<byte> activity)
    {
        if (_planner is null)
        {
            (_planner, _lossByPixel) = (new StringPlanner(maxWidth), new int[maxWidth]);
        }

        Span<ulong> targets = _row.AsSpan(0, pixels.Length);
        Span<int> losses = _lossByPixel.AsSpan(0, pixels.Length);
        for (int x = 0; x < pixels.Length; x++)
        {
            targets[x] = (pixels[x] & PixelKind.Draw) != 0 ? targets[x] : canvas[x];
            losses[x] = (pixels[x] & (PixelKind.Draw | PixelKind.Void)) == PixelKind.Void ? 0 : _loss[activity[x]];
        }

        for (int x = 0; x < pixels.Length;)
        {
            ReadOnlySpan<StringPlanner.Step> plan = _planner.Plan(Writer.Dictionary, _code, targets[x..], canvas[x..], losses[x..], _keep);
            foreach (StringPlanner.Step step in plan)
            {
                (canvas[x], _indexes[x], _code) = (step.Shown, Writer.Dictionary.LastIndex(step.Code), step.Code);
                x++;
            }

            if (plan.IsEmpty)
            {
                canvas[x] = ContinueExactly(ref _code, targets[x], canvas[x], keeps: Ycc.Distance(targets[x], canvas[x]) <= _keep);
                _indexes[x] = Writer.Dictionary.LastIndex(_code);
                x++;
            }
        }

        Writer.EndRow(pixels.Length);
    }

    /// <summary>Continues the string so far by one pixel, or begins a new one.</summary>
    /// <param name="code">The string so far; the clear code at the start of an image.</param>
    /// <param name="target">What the pixel should show.</param>
    /// <param name="shown">What it shows.</param>
    /// <param name="keeps">True when what it shows will do.</param>
    /// <param name="loss">Squared distance below which another colour will do as well.</param>
    /// <returns>What the pixel shows then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Continue(ref int code, Vector128<short> target, ulong shown, bool keeps, int loss)
    {
        LzwDictionary dictionary = Writer.Dictionary;
        int keeping = dictionary.FindKeeping(code), similar;
        if (keeping != LzwDictionary.None)
        {
            int distance = keeps ? 0 : Ycc.Distance(target, Vector128.CreateScalarUnsafe(shown).AsInt16());
            if (keeps || distance < loss)
            {
                similar = keeps ? LzwDictionary.Nowhere : dictionary.FindSimilar(code, target, distance);
                code = similar != LzwDictionary.Nowhere ? dictionary.CodeAt(similar) : keeping;
                return similar != LzwDictionary.Nowhere ? dictionary.ColorAt(similar) : shown;
            }
        }

        similar = loss > 0 ? dictionary.FindSimilar(code, target, loss) : LzwDictionary.Nowhere;
        if (similar != LzwDictionary.Nowhere)
        {
            code = dictionary.CodeAt(similar);
            return dictionary.ColorAt(similar);
        }

        return ContinueExactly(ref code, target.AsUInt64().ToScalar(), shown, keeps);
    }

    private ulong ContinueExactly(ref int code, ulong target, ulong shown, bool keeps)
    {
        int best = _transparent, child = LzwDictionary.None;
        if (!keeps)
        {
            int nearest = _search.Nearest(target);
            best = Ycc.Distance(target, shown) < Ycc.Distance(target, _colors[nearest]) ? best : nearest;
            child = best == _transparent ? Writer.Dictionary.FindKeeping(code) : Writer.Dictionary.Find(code, best);
        }

        if (child == LzwDictionary.None)
        {
            Writer.Write(code, best, best == _transparent ? null : _colors[best]);
        }

        code = child != LzwDictionary.None ? child : best;
        return best == _transparent ? shown : _colors[best];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Lanes(ulong pixel) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Narrow(Vector128<int> lanes) => Sse2.IsSupported ? Sse2.PackSignedSaturate(lanes, lanes) : Vector128.Narrow(lanes, lanes);
}

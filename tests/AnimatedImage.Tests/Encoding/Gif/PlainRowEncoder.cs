using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>The row encoder's choices with whole numbers, lists and a search through the whole table.</summary>
internal sealed class PlainRowEncoder(Palette palette, LossLimits limits, ClearRule rule)
{
    private readonly Dictionary<int, List<(int Index, int Code)>> _children = [];
    private PlainClearRule _clears = new(rule);
    private int _next, _codeBits;

    public byte[] Encode(uint[] pixels, int width, Canvas canvas)
    {
        int height = pixels.Length / width, code = -1;
        int[,,] errors = new int[height + 1, width + 2, 3];
        _clears = new PlainClearRule(rule);
        Reset();
        _clears.Write(_codeBits);
        List<byte> indexes = [];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % width, y = i / width;
            if (x == 0 && y > 0)
            {
                _clears.EndRow(width, _next == 4096);
            }

            bool drawn = (pixels[i] & PixelKind.Draw) != 0;
            ulong shown = canvas.Row(y, x, 1)[0], exact = Ycc.From(pixels[i]);
            int[] wanted = [.. Lanes(exact).Select((value, lane) => value + (drawn ? Math.Clamp((errors[y, x + 1, lane] + 2048) >> 12, -128, 128) : 0))];
            ulong target = Ycc.Pack(wanted[0], wanted[1], wanted[2]);
            int index = Choose(ref code, target, shown, !drawn || Ycc.Distance(target, shown) <= limits.Keep);
            indexes.Add((byte)index);
            if (index != palette.Transparent)
            {
                canvas.Row(y, x, 1)[0] = shown = palette.Pixels[index];
            }

            for (int lane = 0; lane < 3 && drawn; lane++)
            {
                int error = (wanted[lane] - Lanes(shown)[lane]) * limits.Dither;
                errors[y, x + 2 > width + 1 ? 0 : x + 2, lane] += x + 1 < width ? 7 * error : 0;
                errors[y + 1, x, lane] += 3 * error;
                errors[y + 1, x + 1, lane] += 5 * error;
                errors[y + 1, x + 2, lane] += error;
            }
        }

        return [.. indexes];
    }

    private int Choose(ref int code, ulong target, ulong shown, bool keeps)
    {
        List<(int Index, int Code)> children = code >= 0 && _children.TryGetValue(code, out List<(int Index, int Code)>? known) ? known : [];
        int Distance(int index) => Ycc.Distance(target, index == palette.Transparent ? shown : palette.Pixels[index]);
        int best = palette.Transparent;
        if (!keeps)
        {
            int nearest = Enumerable.Range(0, palette.Count).MinBy(index => Ycc.Distance(target, palette.Pixels[index]));
            best = Ycc.Distance(target, shown) < Distance(nearest) ? best : nearest;
        }

        bool canKeep = children.Exists(child => child.Index == palette.Transparent);
        int loss = Math.Max(1, limits.LossByActivity[0]), chosen = best;
        if (canKeep && (keeps || Distance(palette.Transparent) < loss))
        {
            (chosen, loss) = (palette.Transparent, keeps ? 0 : Distance(palette.Transparent));
        }

        // Children lie in blocks of four, the newest block perhaps not full; six blocks are looked through.
        (int Index, int Code)[] colored = [.. children.Where(child => child.Index != palette.Transparent)];
        int seen = ((colored.Length + 3) % 4) + 1 + 20;
        (int Index, int Code)[] similar = [.. colored.Take(seen).Where(child => Distance(child.Index) < loss).OrderBy(child => Distance(child.Index)).Take(1)];
        chosen = similar.Length == 0 ? chosen : similar[0].Index;
        (int Index, int Code)[] next = [.. children.Where(child => child.Index == chosen)];
        if (next.Length == 0 && code >= 0)
        {
            Add(code, chosen);
        }

        code = next.Length > 0 ? next[0].Code : chosen;
        return chosen;
    }

    private void Add(int code, int index)
    {
        _clears.Write(_codeBits);
        if (_next < 4096)
        {
            _children.TryAdd(code, []);
            _children[code].Insert(0, (index, _next));
            _codeBits = _next == 1 << _codeBits ? _codeBits + 1 : _codeBits;
            _next++;
        }
        else if (_clears.Clears)
        {
            Reset();
            _clears.Cleared();
        }
    }

    private void Reset()
    {
        _children.Clear();
        _codeBits = Math.Max(2, palette.Bits) + 1;
        _next = (1 << Math.Max(2, palette.Bits)) + 2;
    }

    private static int[] Lanes(ulong pixel) => [Ycc.Luma(pixel), Ycc.Blue(pixel), Ycc.Red(pixel)];
}

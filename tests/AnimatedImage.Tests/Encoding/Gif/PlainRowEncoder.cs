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
        Queue<(int Index, int Code)> plan = [];
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
            bool keeps = !drawn || Ycc.Distance(target, shown) <= limits.Keep;
            plan = limits.PlansAhead && plan.Count == 0 ? new(Plan(code, [.. Enumerable.Range(i, width - x).Select(Pixel)])) : plan;
            int index = plan.TryDequeue(out (int Index, int Code) planned) ? planned.Index : Choose(ref code, target, shown, keeps, limits.PlansAhead ? 0 : Loss);
            code = planned.Code > 0 ? planned.Code : code;
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

        (ulong Target, ulong Shown) Pixel(int i)
        {
            ulong shown = canvas.Row(i / width, i % width, 1)[0];
            return ((pixels[i] & PixelKind.Draw) != 0 ? Ycc.From(pixels[i]) : shown, shown);
        }
    }

    private int Loss => Math.Max(1, limits.LossByActivity[0]);

    // All ways on from the two best strings so far, of which the two best are followed; the end that is worth most wins.
    private List<(int Index, int Code)> Plan(int code, (ulong Target, ulong Shown)[] row)
    {
        List<(List<(int Index, int Code)> Path, int Cost)> strings = [([], 0)];
        List<(int Index, int Code)> best = [];
        int most = 0;
        for (int x = 0; x < row.Length; x++)
        {
            List<(List<(int Index, int Code)> Path, int Cost)> longer = [];
            foreach ((List<(int Index, int Code)> path, int cost) in strings)
            {
                longer.AddRange(Ways(x == 0 ? code : path[^1].Code, row[x]).Select(way => (path.Append((way.Index, way.Code)).ToList(), cost + way.Cost)));
            }

            strings = [.. longer.OrderBy(one => one.Cost).Take(2)];
            if (strings.Count == 0)
            {
                break;
            }

            int worth = ((x + 1) * ((Loss * StringPlanner.Worth) >> 8)) - strings[0].Cost;
            if (worth >= most || (x == 0 && strings[0].Cost < Loss))
            {
                (most, best) = (Math.Max(most, worth), strings[0].Path);
            }
        }

        return best;
    }

    private IEnumerable<(int Index, int Code, int Cost)> Ways(int code, (ulong Target, ulong Shown) pixel)
    {
        List<(int Index, int Code)> children = code >= 0 && _children.TryGetValue(code, out List<(int Index, int Code)>? known) ? known : [];
        int limit = (Loss * StringPlanner.Peak) >> 8, change = Ycc.Distance(pixel.Target, pixel.Shown);
        List<(int Index, int Code, int Cost)> keeping = [.. children.Where(child => child.Index == palette.Transparent).Select(child => (child.Index, child.Code, change <= limits.Keep ? 0 : change))];
        if (keeping.Count > 0 && change <= limits.Keep)
        {
            return keeping;
        }

        (int Index, int Code, int Cost)[] similar = [.. Recent(children).Select(child => (child.Index, child.Code, Ycc.Distance(pixel.Target, palette.Pixels[child.Index]))).Where(way => way.Item3 < limit).OrderBy(way => way.Item3)];
        return keeping.Where(way => way.Cost < limit).Concat(similar.Take(similar.Length > 0 && similar[0].Cost == 0 ? 1 : 2));
    }

    // Children lie in blocks of four, the newest block perhaps not full; six blocks are looked through.
    private IEnumerable<(int Index, int Code)> Recent(List<(int Index, int Code)> children)
    {
        (int Index, int Code)[] colored = [.. children.Where(child => child.Index != palette.Transparent)];
        return colored.Take(((colored.Length + 3) % 4) + 1 + 20);
    }

    private int Choose(ref int code, ulong target, ulong shown, bool keeps, int loss)
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
        int chosen = best;
        if (canKeep && (keeps || Distance(palette.Transparent) < loss))
        {
            (chosen, loss) = (palette.Transparent, keeps ? 0 : Distance(palette.Transparent));
        }

        (int Index, int Code)[] similar = [.. Recent(children).Where(child => Distance(child.Index) < loss).OrderBy(child => Distance(child.Index)).Take(1)];
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

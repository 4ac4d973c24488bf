using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>
/// What <see cref="TemporalFilter"/> is to do, frame by frame and pixel by pixel, with all frames at hand: no rows in flight, no vectors, no
/// pools.
/// </summary>
internal sealed class PlainTemporalFilter(RandomClip clip, GifTuning tuning)
{
    private const int NoiseLimit = 8;
    private const int CleanRatio = 20, FlatCleanRatio = 7;
    private const double FlatShare = 0.6;
    private const int SpeckSize = 3;
    private const int MaxDelay = 65535;

    private readonly int _width = clip.Width, _height = clip.Height;
    private readonly PlainFadeStepper _fades = new(clip.Width, tuning);

    /// <summary>What a frame became.</summary>
    internal sealed record Held(uint[] Pixels, PixelRectangle Bounds, bool ClearsAfter, bool IsExact, bool KeepsNoise, bool IsFlat, int Delay);

    /// <summary>All frames, those with nothing to draw included.</summary>
    public IEnumerable<Held> Run()
    {
        uint[][] sources = [.. clip.Frames.Select(frame => Load(frame.Rgba))];
        Held? previous = null;
        int shownFor = 0;
        for (int i = 0; i < sources.Length; i++)
        {
            uint[] source = [.. sources[i]];
            bool isFlat = IsFlat(source);
            uint[][] followers = sources[(i + 1)..Math.Min(sources.Length, i + 4)];
            uint[] marks = previous is null ? [.. source.Select(Drawn)] : Mark(source, previous);
            bool isClean = previous is null ? followers.Length == 0 || IsClean(followers[0], source, isFlat) : IsClean(source, previous.Pixels, isFlat);
            bool keepsNoise = !isClean && KeepsNoise(source), isExact = isClean || keepsNoise;
            if (previous is not null && isClean && isFlat)
            {
                _fades.Step(marks, source, followers);
            }

            uint[] pixels = Redraw(marks, source, isExact ? [] : followers, isExact);
            PixelRectangle bounds = previous is null ? new(0, 0, _width, _height) : Around(at => (pixels[at] & PixelKind.Draw) != 0);
            PixelRectangle vanishing = clip.HasAlpha && followers.Length > 0 ? Around(at => IsVoid(followers[0][at]) && !IsVoid(source[at])) : default;
            bounds = bounds.Union(vanishing);
            int delay = clip.Frames[i].Delay;
            if (bounds.IsEmpty && (previous is null || previous.ClearsAfter || shownFor + delay > MaxDelay))
            {
                bounds = new PixelRectangle(0, 0, 1, 1);
            }

            Held held = new(pixels, bounds, !vanishing.IsEmpty, isExact, keepsNoise, isFlat, delay);
            shownFor = bounds.IsEmpty ? shownFor + delay : delay;
            previous = bounds.IsEmpty ? previous : held;
            yield return held;
        }
    }

    private static bool IsVoid(uint pixel) => (pixel & PixelKind.Void) != 0;

    private static uint Drawn(uint pixel) => IsVoid(pixel) ? PixelKind.Void : PixelKind.Draw | PixelKind.Strong;

    private static uint Shown(uint pixel) => pixel & (PixelKind.ColorMask | PixelKind.Void);

    private static int[] Channels(uint pixel) => [(int)(pixel & 0xFF), (int)((pixel >> 8) & 0xFF), (int)((pixel >> 16) & 0xFF)];

    /// <summary>The largest difference of a channel; what is there and what is not differ by more than any.</summary>
    private static int Difference(uint a, uint b) => IsVoid(a) != IsVoid(b) ? 256 : Channels(a).Zip(Channels(b), (x, y) => Math.Abs(x - y)).Max();

    private uint[] Load(byte[] rgba) => [.. rgba.Chunk(4).Select(pixel => clip.HasAlpha && pixel[3] < 128 ? PixelKind.Void : BitConverter.ToUInt32(pixel) & PixelKind.ColorMask)];

    private bool KeepsNoise(uint[] source)
    {
        PixelPlane plane = new(_width, _height);
        for (int at = 0; at < source.Length; at++)
        {
            plane.Row(at / _width)[at % _width] = source[at];
        }

        return tuning.Quality >= 100 || (tuning.Quality >= 95 && ColorGamut.IsNarrow(plane));
    }

    private bool IsFlat(uint[] source)
    {
        int[] looked = [.. Enumerable.Range(0, source.Length).Where(at => at % _width > 0 && at / _width % 4 == 0)];
        return looked.Count(at => source[at] == source[at - 1]) >= looked.Length * FlatShare;
    }

    private bool IsClean(uint[] source, uint[] held, bool isFlat)
    {
        int[] differences = [.. source.Zip(held, (now, before) => Difference(now, Shown(before)))];
        bool IsLike(int at, int other) => other / _width == at / _width && other >= 0 && other < source.Length && source[at] == source[other] && Shown(held[at]) == Shown(held[other]);
        bool IsPlain(int at) => isFlat && differences[at] > 0 && (IsLike(at, at - 1) || IsLike(at, at + 1));
        int[] places = [.. Enumerable.Range(0, source.Length)];
        int equal = differences.Count(difference => difference == 0), smooth = equal + places.Count(IsPlain);
        int near = places.Count(at => differences[at] is > 0 and <= NoiseLimit && !IsPlain(at));
        return !IsFilmed(source, held, near, source.Length - equal) && (isFlat ? near * FlatCleanRatio <= equal || (source.Length - smooth) * FlatCleanRatio <= smooth : near * CleanRatio <= equal);
    }

    /// <summary>One changed pixel of three is near what it was and rougher than a soft shade, in every fourth row.</summary>
    private bool IsFilmed(uint[] source, uint[] held, int near, int changed)
    {
        int[] looked = [.. Enumerable.Range(0, source.Length).Where(at => at / _width % 4 == 0 && at % _width > 0 && at % _width < _width - 1
            && source[at] != Shown(held[at]) && !IsVoid(source[at] | held[at]))];
        bool IsRough(int at) => Channels(source[at - 1]).Zip(Channels(source[at]), Channels(source[at + 1])).Any(levels => Math.Abs(levels.First - (2 * levels.Second) + levels.Third) > 2);
        int film = looked.Count(at => Difference(source[at], Shown(held[at])) <= NoiseLimit && IsRough(at));
        return near * 3 >= changed && changed * 50 >= source.Length && film * 3 > looked.Length;
    }

    private uint[] Mark(uint[] source, Held previous)
    {
        uint[] marks = new uint[source.Length];
        int sumLimit = (int)Math.Round(tuning.HoldBias * 36), pixelLimit = (int)Math.Round(tuning.HoldPixel), strongLimit = (int)Math.Min(255, Math.Round(tuning.HoldPixel * 3) + 8);
        for (int at = 0; at < marks.Length; at++)
        {
            uint now = source[at], before = Shown(previous.Pixels[at]);
            if (IsVoid(now) || (IsVoid(before) && !IsVoid(now)) || (previous.ClearsAfter && previous.Bounds.Contains(at % _width, at / _width)))
            {
                marks[at] = Drawn(now);
                continue;
            }

            (int Luma, int Blue, int Green) sum = default;
            foreach (int neighbour in Around(at))
            {
                int[] a = Channels(source[neighbour]), b = Channels(previous.Pixels[neighbour]);
                (int r, int g, int blue) = (a[0] - b[0], a[1] - b[1], a[2] - b[2]);
                sum = (sum.Luma + r + (2 * g) + blue, sum.Blue + (2 * (r - blue)), sum.Green + (2 * g) - r - blue);
            }

            int own = Difference(now, before);
            bool still = own <= pixelLimit && Math.Abs(sum.Luma) <= sumLimit && Math.Abs(sum.Blue) <= sumLimit && Math.Abs(sum.Green) <= sumLimit;
            marks[at] = before | (own == 0 ? PixelKind.Hold : still ? PixelKind.Weak : PixelKind.Draw) | (own > strongLimit ? PixelKind.Strong : 0);
        }

        return marks;
    }

    private uint[] Redraw(uint[] marks, uint[] source, uint[][] followers, bool isExact)
    {
        bool IsChanged(uint mark) => (mark & (isExact ? PixelKind.Draw | PixelKind.Weak : PixelKind.Draw)) != 0;
        return [.. marks.Select((mark, at) =>
        {
            bool isSpeck = !isExact && (mark & PixelKind.Strong) == 0 && Around(at).Count(neighbour => IsChanged(marks[neighbour])) < SpeckSize;
            return IsChanged(mark) && !isSpeck ? Mean([source[at], .. followers.Select(follower => follower[at]).TakeWhile(next => Difference(next, source[at]) <= Math.Round(tuning.Lookahead))]) | PixelKind.Draw : Shown(mark);
        })];
    }

    /// <summary>Each channel's mean, rounded; a half goes up.</summary>
    private static uint Mean(uint[] pixels) => (uint)Enumerable.Range(0, 3).Sum(channel => (long)Math.Floor((pixels.Average(pixel => Channels(pixel)[channel])) + 0.5) << (8 * channel));

    private IEnumerable<int> Around(int at) => Enumerable.Range(0, 9).Select(i => (X: (at % _width) - 1 + (i % 3), Y: (at / _width) - 1 + (i / 3)))
        .Where(place => place.X >= 0 && place.X < _width && place.Y >= 0 && place.Y < _height).Select(place => (place.Y * _width) + place.X);

    private PixelRectangle Around(Func<int, bool> isWanted)
    {
        PixelRectangle bounds = default;
        for (int at = 0; at < _width * _height; at++)
        {
            bounds = isWanted(at) ? bounds.Include(at / _width, at % _width, at % _width) : bounds;
        }

        return bounds;
    }
}

using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>What <see cref="FadeStepper"/> is to do, run by run, with every colour that it ever drew at hand.</summary>
internal sealed class PlainFadeStepper(int width, GifTuning tuning)
{
    private const int ShortestRun = 4, RunsPerShortOne = 8, LongestMean = 32, SampleRowStep = 4;
    private const uint ShownMask = PixelKind.ColorMask | PixelKind.Void;

    private readonly Dictionary<uint, uint> _known = [];
    private readonly double _limit = Math.Round(tuning.Fade * Ycc.UnitsPerLevel * tuning.Fade * Ycc.UnitsPerLevel);

    /// <summary>Changes the marks and the frame.</summary>
    public void Step(uint[] marks, uint[] source, uint[][] followers)
    {
        List<(int At, int Length)> runs = Runs(marks, source), sample = [.. runs.Where(run => run.At / width % SampleRowStep == 0)];
        if (_limit == 0 || sample.Count(run => run.Length < ShortestRun) * RunsPerShortOne > sample.Count || sample.Sum(run => run.Length) > sample.Count * LongestMean)
        {
            return;
        }

        foreach ((int at, int length) in runs.Where(run => run.Length >= ShortestRun))
        {
            uint held = marks[at] & ShownMask, color = source[at];
            bool isStill = followers.Length > 0 && followers.All(follower => follower[at] == color);
            uint shown = isStill ? color : IsNear(held, color) ? held : NextStep(color, [.. followers.Select(follower => follower[at])]);
            Array.Fill(source, shown, at, length);
            if (shown == held)
            {
                Array.Fill(marks, held, at, length);
            }
        }
    }

    /// <summary>Where pixels change, row by row: as many as go from one colour to the same other one.</summary>
    private List<(int At, int Length)> Runs(uint[] marks, uint[] source)
    {
        List<(int At, int Length)> runs = [];
        for (int at = 0; at < marks.Length; at++)
        {
            if ((marks[at] & (PixelKind.Draw | PixelKind.Weak)) != 0)
            {
                int end = at + 1;
                while (end % width != 0 && source[end] == source[at] && (marks[end] & ShownMask) == (marks[at] & ShownMask))
                {
                    end++;
                }

                runs.Add((at, end - at));
                at = end - 1;
            }
        }

        return runs;
    }

    private uint NextStep(uint color, uint[] later)
    {
        if (!_known.TryGetValue(color, out uint step))
        {
            uint[] near = [.. later.TakeWhile(next => IsNear(next, color))];
            uint[] drawn = [.. near.Where(next => _known.TryGetValue(next, out uint known) && IsNear(known, color))];
            step = drawn.Length > 0 ? _known[drawn[0]] : near.Length > 0 ? near[^1] : color;
            _known[color] = step;
        }

        return step;
    }

    private bool IsNear(uint a, uint b) => ((a | b) & PixelKind.Void) == 0 && Ycc.Distance(Ycc.From(a), Ycc.From(b)) <= _limit;
}

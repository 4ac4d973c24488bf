using System.Globalization;

namespace AnimatedImage.Bench.Gif;

/// <summary>What the results of all clips say about our encoder: per clip, and their means.</summary>
internal sealed class GifComparison
{
    private const string Closer = "quality 100 closer than ";

    private readonly List<(string Clip, Dictionary<string, double> Sizes, Dictionary<string, double> Costs)> _clips = [];
    private readonly Dictionary<string, (int Wins, List<string> Losses)> _contests = [];
    private readonly List<(string Rival, double? FirstCost, double? WarmCost, double Flicker, double? PeakMegabytes)> _results = [];

    private static (string Name, Func<PictureQuality, double?> Error)[] Measures =>
    [
        ("ssimulacra", quality => quality.Ssimulacra),
        ("butteraugli", quality => quality.Butteraugli),
        ("butteraugli max", quality => quality.ButteraugliMax),
        ("PSNR", quality => Math.Pow(10, -quality.Psnr / 20)),
    ];

    /// <summary>Adds a clip.</summary>
    /// <param name="clip">Its name.</param>
    /// <param name="results">What each encoder made of it.</param>
    /// <param name="firstCpuSeconds">What ours costs at 90 in a process that has just begun, its start left out.</param>
    /// <param name="warmCpuSeconds">What it costs in a process that is warm.</param>
    public void Add(string clip, IReadOnlyList<GifResult> results, double firstCpuSeconds, double warmCpuSeconds)
    {
        _results.AddRange(results.Select(result => (result.Rival.Name, result.Cost.CpuSeconds / firstCpuSeconds, result.Cost.CpuSeconds / warmCpuSeconds, result.Quality.Flicker, result.Cost.PeakMegabytes)));
        Dictionary<string, double> sizes = [];
        foreach ((string measure, Func<PictureQuality, double?> error) in Measures)
        {
            AddSizes(sizes, results, measure, error);
        }

        double? ours = results.FirstOrDefault(result => result.Rival.Name == GifRival.OursAt90)?.Cost.CpuSeconds;
        Dictionary<string, double> costs = results
            .Where(result => result.Rival.Family != GifRival.Ours && ours > 0 && result.Cost.CpuSeconds > 0)
            .ToDictionary(result => result.Rival.Name, result => result.Cost.CpuSeconds!.Value / ours!.Value);
        _clips.Add((clip, sizes, costs));
        foreach (string rival in new[] { "gifski 100", "ffmpeg single" })
        {
            Compare(clip, results, rival);
        }
    }

    /// <summary>In a sentence or two for every clip, then the means of all.</summary>
    public IEnumerable<string> Sentences()
    {
        foreach ((string clip, Dictionary<string, double> sizes, Dictionary<string, double> costs) in _clips)
        {
            yield return $"{clip}, our size at equal closeness: {string.Join("; ", sizes.Select(size => $"{size.Key} {Percent(size.Value)}"))}.";
            yield return $"{clip}, CPU as a multiple of ours at 90: {string.Join(", ", costs.Select(cost => $"{cost.Key} {Times(cost.Value)}"))}.";
        }

        foreach (IGrouping<string, double> size in _clips.SelectMany(clip => clip.Sizes).GroupBy(size => size.Key, size => size.Value))
        {
            yield return $"**All clips, size at equal {size.Key}: mean {Percent(Mean(size.Select(value => 1 + value)) - 1)}, worst {Percent(size.Max())}** ({size.Count()} of {_clips.Count} clips reach it).";
        }

        foreach (IGrouping<string, double> cost in _clips.SelectMany(clip => clip.Costs).GroupBy(cost => cost.Key, cost => cost.Value))
        {
            yield return $"**All clips, CPU of {cost.Key} as a multiple of ours at 90: mean {Times(Mean(cost))}, least {Times(cost.Min())}.**";
        }

        foreach (string sentence in Multiples(result => result.FirstCost, "without the start of .NET").Concat(Multiples(result => result.WarmCost, "in a process that is warm")))
        {
            yield return sentence;
        }

        yield return $"All clips, mean flicker in levels: {PerRival(result => result.Flicker, values => values.Average(), "0.00")}.";
        yield return $"All clips, most memory in MB: {PerRival(result => result.PeakMegabytes, values => values.Max(), "0")}.";
        foreach ((string contest, (int wins, List<string> losses)) in _contests)
        {
            yield return $"**{contest}: {wins} of {wins + losses.Count}**{(losses.Count > 0 ? $"; not {string.Join(", ", losses)}" : "")}.";
        }
    }

    /// <summary>What others cost as a multiple of ours.</summary>
    private IEnumerable<string> Multiples(Func<(string Rival, double? FirstCost, double? WarmCost, double Flicker, double? PeakMegabytes), double?> multiple, string which) => _results
        .Where(result => multiple(result) > 0 && !result.Rival.StartsWith(GifRival.Ours, StringComparison.Ordinal))
        .GroupBy(result => result.Rival, result => multiple(result)!.Value)
        .Select(cost => $"All clips, CPU of {cost.Key} as a multiple of ours at 90 {which}: mean {Times(Mean(cost))}, least {Times(cost.Min())}.");

    /// <summary>One number of each encoder, over all clips.</summary>
    private string PerRival(Func<(string Rival, double? FirstCost, double? WarmCost, double Flicker, double? PeakMegabytes), double?> value, Func<IEnumerable<double>, double> all, string format) =>
        string.Join(", ", _results.Where(result => value(result) is not null).GroupBy(result => result.Rival, result => value(result)!.Value)
            .Select(values => $"{values.Key} {all(values).ToString(format, CultureInfo.InvariantCulture)}"));

    private static void AddSizes(Dictionary<string, double> sizes, IReadOnlyList<GifResult> results, string measure, Func<PictureQuality, double?> error)
    {
        RateCurve Curve(string family) => new(results.Where(result => result.Rival.Family == family && error(result.Quality) is not null).Select(result => (error(result.Quality)!.Value, (double)result.Bytes)));
        RateCurve ours = Curve(GifRival.Ours);
        if (ours.SizeAgainst(Curve(GifRival.Gifski)) is { } againstGifski)
        {
            sizes[$"{measure} against gifski"] = againstGifski;
        }

        foreach (GifResult theirs in results.Where(result => result.Rival.Program == "ffmpeg" && error(result.Quality) is not null))
        {
            if (ours.SizeAgainst(error(theirs.Quality)!.Value, theirs.Bytes) is { } against)
            {
                sizes[$"{measure} against {theirs.Rival.Name}"] = against;
            }
        }
    }

    private void Compare(string clip, IReadOnlyList<GifResult> results, string rival)
    {
        GifResult? ours = results.FirstOrDefault(result => result.Rival.Name == "ours 100"), theirs = results.FirstOrDefault(result => result.Rival.Name == rival);
        foreach ((string measure, Func<PictureQuality, double?> error) in Measures[..2])
        {
            if (ours is null || theirs is null || error(ours.Quality) is not { } mine || error(theirs.Quality) is not { } other)
            {
                continue;
            }

            string contest = $"{Closer}{rival} by {measure}";
            (int wins, List<string> losses) = _contests.GetValueOrDefault(contest, (0, []));
            if (mine > other)
            {
                losses.Add(string.Create(CultureInfo.InvariantCulture, $"{clip} ({mine:G3} to {other:G3})"));
            }

            _contests[contest] = (wins + (mine <= other ? 1 : 0), losses);
        }
    }

    private static double Mean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(Math.Log));

    private static string Percent(double share) => share.ToString("+0%;-0%", CultureInfo.InvariantCulture);

    private static string Times(double factor) => factor.ToString("0.0×", CultureInfo.InvariantCulture);
}

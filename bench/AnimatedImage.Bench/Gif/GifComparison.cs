using System.Globalization;

namespace AnimatedImage.Bench.Gif;

/// <summary>What a clip's results say about our encoder, in a sentence each.</summary>
internal static class GifComparison
{
    /// <summary>Size at equal quality against the curve of gifski and the points of ffmpeg, and the cost against each.</summary>
    public static IEnumerable<string> Of(string clip, IReadOnlyList<GifResult> results)
    {
        string[] sizes = [.. Measures.SelectMany(measure => SizesAt(results, measure.Name, measure.Error))];
        if (sizes.Length > 0)
        {
            yield return $"{clip}, our size at equal closeness: {string.Join("; ", sizes)}.";
        }

        GifResult? ours = results.FirstOrDefault(result => result.Rival.Name == "ours 90");
        string[] costs = [.. results.Where(result => result.Rival.Family != GifRival.Ours && ours?.Cost.CpuSeconds > 0 && result.Cost.CpuSeconds > 0)
            .Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.Rival.Name} {result.Cost.CpuSeconds / ours!.Cost.CpuSeconds:F1}×"))];
        if (costs.Length > 0)
        {
            yield return $"{clip}, CPU as a multiple of ours at 90: {string.Join(", ", costs)}.";
        }
    }

    private static (string Name, Func<PictureQuality, double?> Error)[] Measures =>
    [
        ("ssimulacra", quality => quality.Ssimulacra),
        ("butteraugli", quality => quality.Butteraugli),
        ("butteraugli max", quality => quality.ButteraugliMax),
        ("PSNR", quality => Math.Pow(10, -quality.Psnr / 20)),
    ];

    private static IEnumerable<string> SizesAt(IReadOnlyList<GifResult> results, string measure, Func<PictureQuality, double?> error)
    {
        RateCurve Curve(string family) => new(results.Where(result => result.Rival.Family == family && error(result.Quality) is not null).Select(result => (error(result.Quality)!.Value, (double)result.Bytes)));
        RateCurve ours = Curve(GifRival.Ours);
        if (ours.SizeAgainst(Curve(GifRival.Gifski)) is { } againstGifski)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{measure} {againstGifski:+0%;-0%} of gifski");
        }

        GifResult? theirs = results.FirstOrDefault(result => result.Rival.Name == GifRival.FFmpegDefault);
        if (theirs is not null && error(theirs.Quality) is { } value && ours.SizeAgainst(value, theirs.Bytes) is { } againstFFmpeg)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{measure} {againstFFmpeg:+0%;-0%} of ffmpeg default");
        }
    }
}

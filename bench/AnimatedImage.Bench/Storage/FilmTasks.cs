using System.Globalization;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Storage;

/// <summary>What is taken out of a film, by us and by ffmpeg.</summary>
internal static class FilmTasks
{
    /// <summary>Seconds of the clip.</summary>
    public const int ClipSeconds = 5;

    /// <summary>Pictures spread over the whole.</summary>
    public const int Samples = 10;

    // The made films have key frames at even seconds: samples between them are the rule.
    private const double FirstSample = 7.3;

    private const string Scale = "scale=480:-2:flags=lanczos";

    /// <summary>5 s, 480 pixels wide, 10 frames a second.</summary>
    public static ConversionRequest Clip(MediaLocation source, double start, string output) => new()
    {
        Source = source,
        Destination = output,
        Formats = [OutputFormat.Gif],
        Clip = new ClipRange { StartTime = TimePosition.FromSeconds(start), Duration = TimePosition.FromSeconds(ClipSeconds) },
        Sampling = new Sampling { Rate = 10 },
        Size = new FrameSize { Width = FrameDimension.FromNumber(480) },
        Force = true,
    };

    /// <summary>The arguments of the ffmpeg that does the same, as a careful user writes them.</summary>
    public static string[] ClipArguments(string address, double start, string output) =>
        ["-ss", Text(start), "-t", $"{ClipSeconds}", "-i", address, "-an", "-vf", $"fps=10,{Scale},split[a][b];[a]palettegen[p];[b][p]paletteuse", "-loop", "0", "-y", output];

    /// <summary>Ten pictures over the whole, 480 pixels wide.</summary>
    public static ConversionRequest Sampled(MediaLocation source, int seconds, string output) => new()
    {
        Source = source,
        Destination = output,
        Formats = [OutputFormat.Gif],
        Clip = new ClipRange { StartTime = TimePosition.FromSeconds(FirstSample), Duration = TimePosition.FromSeconds(Interval(seconds) * Samples) },
        Sampling = new Sampling { Interval = Interval(seconds) },

        // At the film's own pace a picture would stand for longer than one GIF frame can.
        Playback = new Playback { FrameRate = 2 },
        Size = new FrameSize { Width = FrameDimension.FromNumber(480) },
        Force = true,
    };

    /// <summary>When each of them is.</summary>
    public static IEnumerable<double> SampleTimes(int seconds) => Enumerable.Range(0, Samples).Select(index => FirstSample + (index * Interval(seconds)));

    /// <summary>The arguments of an ffmpeg for each of them, which reads less than one ffmpeg for all.</summary>
    public static IEnumerable<string[]> SampleArguments(string address, int seconds, string folder) => SampleTimes(seconds)
        .Select(time => new[] { "-ss", Text(time), "-i", address, "-an", "-frames:v", "1", "-vf", Scale, "-y", Path.Combine(folder, "sample.png") });

    // A little less than a tenth, so that the last one is well before the end.
    private static double Interval(int seconds) => Math.Round((seconds - FirstSample - 1) / Samples, 2);

    private static string Text(double seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}

using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench;

/// <summary>The videos to measure with: a given folder's, or made ones that differ in what is hard about them.</summary>
internal static class Clips
{
    /// <summary>Name and ffmpeg source: fine detail and gradients; flat graphics and text; noise that moves.</summary>
    private static readonly (string Name, string Source)[] _made =
    [
        ("mandelbrot", "mandelbrot=size=1280x720:rate=25:start_scale=2.5:end_scale=0.002:end_pts=150"),
        ("testsrc2", "testsrc2=size=1280x720:rate=25"),
        ("life", "life=size=320x180:rate=25:mold=10:random_seed=1:life_color=#20c020:death_color=#303060,scale=1280x720:flags=bicubic"),
    ];

    public static IReadOnlyList<string> Find(BenchOptions options)
    {
        if (options.ClipFolder is null)
        {
            return Made(options);
        }

        string[] extensions = [".mp4", ".mov", ".mkv", ".webm", ".avi", ".ts", ".flv", ".wmv"];
        string[] clips = [.. Directory.EnumerateFiles(options.ClipFolder).Where(file => extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        return clips.Length > 0 ? clips : throw new BenchException($"{options.ClipFolder} holds no video.");
    }

    /// <summary>The made ones, whatever folder is given.</summary>
    public static IReadOnlyList<string> Made(BenchOptions options) => [.. _made.Select(clip => Make(options.ResultFolder, clip.Name, clip.Source))];

    /// <summary>Those of <see cref="Find"/> that hold moving pictures; a folder of one's own may hold others.</summary>
    public static IEnumerable<string> WithPicture(BenchOptions options)
    {
        string[] clips = [.. Find(options).Where(HasPicture)];
        return clips.Length > 0 ? clips : throw new BenchException($"{options.ClipFolder} holds no video with a picture.");
    }

    private static bool HasPicture(string clip)
    {
        try
        {
            ProcessMeter.Run("ffmpeg", ["-v", "error", "-i", clip, "-map", "0:v:0", "-frames:v", "1", "-f", "null", "-"]);
            return true;
        }
        catch (BenchException)
        {
            return false;
        }
    }

    private static string Make(string folder, string name, string source)
    {
        string clip = Path.Combine(folder, name + ".mp4");
        if (!File.Exists(clip))
        {
            string temporary = Path.Combine(folder, name + ".part.mp4");
            ProcessMeter.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, "-t", "6", "-c:v", "libx264", "-crf", "18", "-pix_fmt", "yuv420p", "-y", temporary]);
            File.Move(temporary, clip);
        }

        return clip;
    }
}

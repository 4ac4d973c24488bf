using System.Globalization;

namespace AnimatedImage.Bench.Gif;

/// <summary>One way to make a GIF of decoded frames.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Family">Rivals of one family differ in quality only and make one curve.</param>
/// <param name="Program">The program to run.</param>
/// <param name="Arguments">Its arguments for a clip and an output file.</param>
internal sealed record GifRival(string Name, string Family, string Program, Func<RawClip, string, string[]> Arguments)
{
    /// <summary>The family of our own encoder.</summary>
    public const string Ours = "ours";

    /// <summary>The family that ours is compared with at equal quality.</summary>
    public const string Gifski = "gifski";

    /// <summary>Ours at the quality that is compared with others' speed.</summary>
    public const string OursAt90 = "ours 90";

    /// <summary>The default command of the ffmpeg manual, on which gifsicle builds.</summary>
    public const string FFmpegDefault = "ffmpeg default";

    private static readonly int[] _ourQualities = [100, 95, 90, 80, 60, 40];
    private static readonly int[] _gifskiQualities = [100, 90, 80, 60, 40];

    /// <summary>All, ours first. gifsicle comes after ffmpeg's default, whose output it takes.</summary>
    public static IReadOnlyList<GifRival> All { get; } =
    [
        .. _ourQualities.Select(quality => new GifRival($"ours {quality}", Ours, "dotnet", (clip, output) => [typeof(GifRival).Assembly.Location, OwnEncoder.Command, .. OwnEncoder.Arguments(clip, quality, output)])),
        FFmpeg(FFmpegDefault, "split[a][b];[a]palettegen[p];[b][p]paletteuse"),
        FFmpeg("ffmpeg bayer", "split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer:bayer_scale=3:diff_mode=rectangle"),
        FFmpeg("ffmpeg single", "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1"),
        .. _gifskiQualities.Select(quality => new GifRival($"gifski {quality}", Gifski, "gifski", (clip, output) =>
            ["--quiet", "--fps", clip.FrameRate.ToString(CultureInfo.InvariantCulture), "--quality", quality.ToString(CultureInfo.InvariantCulture), "--width", "10000", "--output", output, .. Directory.GetFiles(clip.PngFolder).Order(StringComparer.Ordinal)])),
        new GifRival("gifsicle lossy", "gifsicle", "gifsicle", (clip, output) => ["-O3", "--lossy=80", "--output", output, OutputOf(FFmpegDefault, output)]),
    ];

    /// <summary>The file that a rival writes, beside another one's.</summary>
    public static string OutputOf(string name, string besides) => Path.Combine(Path.GetDirectoryName(besides)!, name.Replace(' ', '-') + ".gif");

    /// <summary>True when the program can be started.</summary>
    public bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Program)) || File.Exists(Path.Combine(folder, Program + ".exe")));

    private static GifRival FFmpeg(string name, string filter) =>
        new(name, name, "ffmpeg", (clip, output) => ["-v", "error", .. clip.FFmpegInput, "-filter_complex", filter, "-y", output]);
}

using System.Text.RegularExpressions;
using AnimatedImage.Tests.Encoding.Webp;
using AnimatedImage.Tests.Frames;
using AnimatedImage.Tests.Inspection;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>Somebody else's decoders see the same pictures, delays and number of plays.</summary>
public sealed partial class OtherDecodersTests
{
    public static TheoryData<string> Clips => ["colours", "alpha", "camera", "noise", "plain", "dot"];

    [Theory]
    [MemberData(nameof(Clips))]
    public void Ffmpeg_shows_the_same(string name)
    {
        byte[] file = Make(name).Encode();
        PlainGif gif = PlainGif.Read(file);
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.gif"), file);
        byte[] shown = Ffmpeg.Run($"-i {folder.File("a.gif")} -f rawvideo -pix_fmt rgba -vsync passthrough -");
        Assert.Equal(gif.Frames.SelectMany(frame => Cleared(frame.Rgba)), Cleared(shown));
        string[] durations = Ffmpeg.Probe($"-show_entries packet=duration -of csv=p=0 {folder.File("a.gif")}");
        Assert.Equal(gif.Frames.Select(frame => frame.Delay), durations.Select(line => int.Parse(line.Trim(','), System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Gifsicle_shows_the_same(string name)
    {
        byte[] file = Make(name).Encode(playCount: 3);
        PlainGif gif = PlainGif.Read(file);
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.gif"), file);
        string said = ExternalTool.Run("gifsicle", "--info", folder.File("a.gif"));
        Assert.Contains($"{gif.Frames.Count} image", said, StringComparison.Ordinal);
        Assert.Contains("loop count 2", said, StringComparison.Ordinal);
        Assert.Equal(gif.Frames.Select(frame => $"{frame.Delay / 100}.{frame.Delay % 100:00}"), Delay().Matches(said).Select(match => match.Groups[1].Value));
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);
        ExternalTool.Run("gifsicle", "--unoptimize", "--output", folder.File("b.gif"), folder.File("a.gif"));
        PlainGif again = PlainGif.Read(File.ReadAllBytes(folder.File("b.gif")));
        Assert.Equal(gif.Frames.Count, again.Frames.Count);
        for (int i = 0; i < gif.Frames.Count; i++)
        {
            Assert.Equal(Cleared(gif.Frames[i].Rgba), Cleared(again.Frames[i].Rgba));
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Libwebp_shows_the_same(string name)
    {
        using TemporaryFolder folder = new();
        byte[] file = Make(name).Encode(playCount: 4);
        File.WriteAllBytes(folder.File("a.gif"), file);
        ExternalTool.Run("gif2webp", "-quiet", "-m", "0", folder.File("a.gif"), "-o", folder.File("a.webp"));
        PlainGif gif = PlainGif.Read(file);
        if (gif.Frames.Count == 1)
        {
            return;
        }

        Assert.Matches(@"Loop count\s*: 4\b", ExternalTool.Run("webpinfo", folder.File("a.webp")));
        List<ShownPicture> shown = WebpPlayer.Play(File.ReadAllBytes(folder.File("a.webp")));
        Assert.Equal(gif.Duration * 10, shown.Sum(picture => picture.Delay));
        int start = 0;
        foreach (ShownPicture picture in shown)
        {
            Assert.Equal(Cleared(gif.At(start / 10)), Cleared(picture.Rgba));
            Assert.Equal(Cleared(gif.At(((start + picture.Delay) / 10) - 1)), picture.Rgba);
            start += picture.Delay;
        }
    }

    internal static RandomClip Make(string name) => name switch
    {
        "colours" => RandomClip.OfFewColors(12, maxFrames: 12),
        "alpha" => RandomClip.OfFewColors(1003, alpha: true),
        "camera" => RandomClip.OfCamera(4, 121, 87, 9),
        "noise" => RandomClip.OfNoise(5, 61, 45, 4),
        "plain" => RandomClip.OfPlainFrames(33, 20, 255, 0, 128, 128, 255),
        _ => RandomClip.OfPlainFrames(1, 1, 255, 0),
    };

    /// <summary>A cleared pixel has no colour worth comparing.</summary>
    internal static byte[] Cleared(byte[] rgba)
    {
        for (int i = 0; i < rgba.Length; i += 4)
        {
            if (rgba[i + 3] == 0)
            {
                rgba.AsSpan(i, 4).Clear();
            }
        }

        return rgba;
    }

    [GeneratedRegex(@"delay (\d+\.\d\d)s")]
    private static partial Regex Delay();
}

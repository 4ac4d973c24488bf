using System.Globalization;
using AnimatedImage.Frames;

namespace AnimatedImage.Tests.Frames;

/// <summary>Clips whose frames carry their number as ten black or white fields, so that a test can read which frame came out.</summary>
public sealed class NumberedClips : IDisposable
{
    /// <summary>Width of every clip.</summary>
    public const int Width = 80;

    /// <summary>Height of every clip.</summary>
    public const int Height = 16;

    private const string Long = "minute.mp4";
    private const string Fields = ",format=yuv420p,geq=lum='if(bitand(N,pow(2,floor(X/8))),235,16)':cb=128:cr=128";
    private const string H264 = " -c:v libx264 -preset veryfast -bf 3";

    private static readonly Dictionary<string, string> s_recipes = new()
    {
        ["b-frames.mp4"] = Source("30000/1001", 6) + H264 + " -g 48",
        ["long-gop.mp4"] = Source("25", 12) + H264 + " -g 250",
        ["uneven.mkv"] = Source("25", 12, ",select='not(mod(n,3))*lt(n,100)+not(mod(n,7))*gt(n,200)'") + " -vsync vfr -enc_time_base 1/1000" + H264 + " -g 30",
        ["held.mkv"] = Source("25", 12, ",select='lt(n,60)+gt(n,250)'") + " -vsync vfr -enc_time_base 1/1000" + H264 + " -g 25",
        ["open-gop.ts"] = Source("25", 8) + H264 + " -g 25 -x264-params open-gop=1",
        ["mpeg2.vob"] = Source("25", 8) + " -c:v mpeg2video -b:v 1M -bf 2 -g 15 -f vob",
        ["simple.flv"] = Source("25", 6) + H264 + " -g 50",
        ["simple.avi"] = Source("25", 6) + " -c:v mpeg4 -q:v 3 -g 40",
        ["simple.wmv"] = Source("25", 6) + " -c:v wmv2 -q:v 3 -g 40",
        ["simple.webm"] = Source("25", 4) + " -c:v libvpx -b:v 1M -g 40",
        ["sound.mp4"] = Source("25", 6) + " -f lavfi -i sine=d=6" + H264 + " -c:a aac",
        ["late.mkv"] = Source("25", 6) + " -itsoffset -0.5 -f lavfi -i sine=d=6.5 -map 0:v -map 1:a" + H264,
        ["simple.rm"] = Source("25", 6) + " -c:v rv10 -q:v 3 -g 40",
        ["simple.ogv"] = Source("25", 6) + " -c:v libtheora -q:v 9 -g 40",
        ["simple.mxf"] = Source("25", 6) + " -c:v mpeg2video -b:v 1M -bf 2 -g 15",
        ["playlist.m3u8"] = Source("25", 8) + H264 + " -g 50 -f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod",
        [Long] = Source("10", 60) + H264 + " -g 100",
        ["frames.gif"] = Source("25", 4),
        ["frames.png"] = Source("25", 4) + " -f apng",
    };

    private readonly TemporaryFolder _folder = new();

    /// <summary>The clips that can be asked for.</summary>
    public static TheoryData<string> Names => [.. s_recipes.Keys.Where(name => name != Long), "edit-list.mp4"];

    /// <summary>Makes a clip, once.</summary>
    internal string Make(string name)
    {
        string path = _folder.File(name);
        lock (_folder)
        {
            if (!File.Exists(path))
            {
                // Cut by copying: frames before the cut are still in the file but hidden by an edit list.
                string arguments = name == "edit-list.mp4" ? $"-ss 3.1 -i {Make("long-gop.mp4")} -c copy" : s_recipes[name];
                Ffmpeg.Run($"{arguments} {path}");
            }
        }

        return path;
    }

    /// <summary>What a plain decode from the beginning gives: when each frame is shown, and its number.</summary>
    internal static IReadOnlyList<(double Time, int Number)> DecodeAll(string path)
    {
        double[] times = [.. Ffmpeg.Probe($"-select_streams v:0 -show_entries frame=best_effort_timestamp_time -of csv=p=0 {path}")
            .Select(line => line.Trim(',')).Where(line => line.Length > 0).Select(line => line == "N/A" ? double.NaN : double.Parse(line, CultureInfo.InvariantCulture))];
        for (int i = 1; i < times.Length; i++)
        {
            // Program streams do not store every time.
            times[i] = double.IsNaN(times[i]) ? times[i - 1] + 0.04 : times[i];
        }

        byte[] pixels = Ffmpeg.Run($"-i {path} -map 0:v:0 -vsync passthrough -f rawvideo -pix_fmt rgba pipe:1");
        int size = Width * Height * 4;
        Assert.Equal(times.Length, pixels.Length / size);
        return [.. times.Select((time, i) => (time - times[0], Number(pixels.AsSpan(i * size, size))))];
    }

    /// <summary>The number in a frame.</summary>
    internal static int Number(Frame frame) => Number(frame.Pixels.Span);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static int Number(ReadOnlySpan<byte> pixels)
    {
        int number = 0;
        for (int bit = 0; bit < 10; bit++)
        {
            number |= pixels[((Height / 2 * Width) + (bit * 8) + 4) * 4] > 127 ? 1 << bit : 0;
        }

        return number;
    }

    private static string Source(string rate, int seconds, string filters = "") =>
        $"-f lavfi -i color=gray:s={Width}x{Height}:r={rate}:d={seconds}{Fields}{filters}";
}

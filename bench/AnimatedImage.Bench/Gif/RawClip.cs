using System.Globalization;
using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Gif;

/// <summary>The decoded frames that every encoder is given: one file of RGB24, and the same pictures as PNG.</summary>
/// <param name="Name">The video's name.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="FrameRate">Frames a second.</param>
/// <param name="Count">Number of frames.</param>
/// <param name="File">The RGB24 file.</param>
/// <param name="PngFolder">The folder of numbered PNGs.</param>
internal sealed record RawClip(string Name, int Width, int Height, double FrameRate, int Count, string File, string PngFolder)
{
    private const int Rate = 10;
    private const int Seconds = 5;
    private const int MaxWidth = 480;

    /// <summary>Bytes of one frame.</summary>
    public int FrameBytes => Width * Height * 3;

    /// <summary>How ffmpeg is told to read <see cref="File"/>.</summary>
    public string[] FFmpegInput => ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{Width}x{Height}", "-r", FrameRate.ToString(CultureInfo.InvariantCulture), "-i", File];

    /// <summary>Decodes the first seconds of a video.</summary>
    public static RawClip Decode(string video, string folder)
    {
        string name = Path.GetFileNameWithoutExtension(video);
        string png = Directory.CreateDirectory(Path.Combine(folder, name)).FullName, raw = Path.Combine(folder, name + ".rgb");
        string filter = string.Create(CultureInfo.InvariantCulture, $"fps={Rate},scale='min({MaxWidth},iw)':-2:flags=lanczos,format=rgb24");
        ProcessMeter.Run("ffmpeg", ["-v", "error", "-t", Seconds.ToString(CultureInfo.InvariantCulture), "-i", video, "-an", "-vf", filter, Path.Combine(png, "%04d.png")]);
        ProcessMeter.Run("ffmpeg", ["-v", "error", "-framerate", Rate.ToString(CultureInfo.InvariantCulture), "-i", Path.Combine(png, "%04d.png"), "-f", "rawvideo", "-pix_fmt", "rgb24", "-y", raw]);
        string[] pictures = Directory.GetFiles(png);
        (int width, int height) = PngSize(pictures[0]);
        return new RawClip(name, width, height, Rate, pictures.Length, raw, png);
    }

    private static (int Width, int Height) PngSize(string file)
    {
        Span<byte> header = stackalloc byte[24];
        using FileStream stream = System.IO.File.OpenRead(file);
        stream.ReadExactly(header);
        return (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[16..]), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[20..]));
    }
}

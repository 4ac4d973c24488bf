using AnimatedImage.Tests.Encoding.Avif;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Tests.Inspection;

/// <summary>Real files made by ffmpeg's encoders, each made once.</summary>
internal static class Samples
{
    private static readonly Dictionary<string, byte[]> Made = [];
    private static readonly Lock Gate = new();
    private static readonly Lazy<byte[]> LazyAvifAlpha = new(() =>
        new AvifClip(24, 24, AvifClip.Noise(1, 24, 24, alpha: true, 40, 50, 50)) { HasAlpha = true, PlayCount = 2, ContentKey = "key" }.EncodeAsync().GetAwaiter().GetResult());

    /// <summary>A moving picture of 62×46 pixels: five frames, a fifth of a second each.</summary>
    public const string Moving = "-f lavfi -i testsrc=s=62x46:r=5:d=1";

    /// <summary>The same with a see-through area.</summary>
    public const string MovingAlpha = "-f lavfi -i testsrc=s=62x46:r=5:d=1,format=rgba,colorkey=black:0.3:0";

    public static byte[] Gif => Make("a.gif", Moving + " -loop 2");

    public static byte[] Webp => Make("a.webp", Moving + " -c:v libwebp_anim -loop 3");

    public static byte[] WebpAlpha => Make("alpha.webp", MovingAlpha + " -c:v libwebp_anim -loop 0");

    public static byte[] WebpStill => Make("still.webp", Moving + " -frames:v 1 -c:v libwebp");

    public static byte[] WebpStillLossless => Make("lossless.webp", Moving + " -frames:v 1 -c:v libwebp -lossless 1");

    public static byte[] Apng => Make("a.apng", Moving + " -plays 4 -f apng");

    public static byte[] Png => Make("a.png", MovingAlpha + " -frames:v 1");

    public static byte[] Avif => Make("a.avif", Moving + " -c:v libaom-av1 -cpu-used 8");

    public static byte[] AvifStill => Make("still.avif", Moving + " -frames:v 1 -c:v libaom-av1 -cpu-used 8 -still-picture 1");

    /// <summary>An image sequence with an alpha track and a play count, which ffmpeg cannot write.</summary>
    public static byte[] AvifAlpha => LazyAvifAlpha.Value;

    /// <summary>Every sample, for tests that must hold for any file.</summary>
    public static byte[][] All => [Gif, Webp, WebpAlpha, WebpStill, WebpStillLossless, Apng, Png, Avif, AvifStill, AvifAlpha];

    /// <summary>Lets ffmpeg write a file and returns its bytes.</summary>
    public static byte[] Make(string name, string arguments)
    {
        lock (Gate)
        {
            if (!Made.TryGetValue(arguments, out byte[]? bytes))
            {
                using TemporaryFolder folder = new();
                Ffmpeg.Run($"{arguments} {folder.File(name)}");
                bytes = File.ReadAllBytes(folder.File(name));
                Made.Add(arguments, bytes);
            }

            return bytes;
        }
    }
}

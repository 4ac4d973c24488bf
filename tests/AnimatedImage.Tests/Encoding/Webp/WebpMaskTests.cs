using AnimatedImage.Encoding.Webp;
using AnimatedImage.Tests.Frames;
using AnimatedImage.Tests.Inspection;

namespace AnimatedImage.Tests.Encoding.Webp;

/// <summary>Masks of every shape are read by libwebp and by ffmpeg's own decoder as they were meant.</summary>
public sealed class WebpMaskTests
{
    private const int Block = WebpPatch.Block;

    // Widths around multiples of a byte of eight pixels and of a macroblock; the last needs more than one copy.
    [Theory]
    [InlineData(17, 16, 1)]
    [InlineData(16, 17, 2)]
    [InlineData(31, 40, 3)]
    [InlineData(97, 71, 4)]
    [InlineData(480, 270, 5)]
    [InlineData(333, 500, 6)]
    [InlineData(4100, 64, 7)]
    public void Comes_back(int width, int height, int seed)
    {
        Random random = new(seed);
        WebpMask mask = new();
        WebpPatch patch = new(0, 0, width, height, null, []);
        foreach (double density in new[] { 0.02, 0.5, 0.9 })
        {
            bool[] drawn = [.. Enumerable.Range(0, patch.Columns * patch.Rows).Select(_ => random.NextDouble() < density)];
            if (density > 0.6)
            {
                // Rows that are all the same, and a last one that differs.
                for (int at = patch.Columns; at < drawn.Length - patch.Columns; at++)
                {
                    drawn[at] = drawn[at % patch.Columns];
                }
            }

            (drawn[0], drawn[^1]) = (true, false);
            byte[] file = Still(width, height, mask.Encode(patch, drawn));
            byte[] expected = [.. Enumerable.Range(0, width * height).Select(at => (byte)(drawn[(at / width / Block * patch.Columns) + (at % width / Block)] ? 255 : 0))];

            Assert.Equal(expected, Ffmpeg.Run("-f webp_pipe -i pipe:0 -vf alphaextract -f rawvideo -pix_fmt gray -", file));
            Assert.Equal(expected, FromLibwebp(file, width * height));
        }
    }

    [Fact]
    public void Takes_fewer_bytes_than_a_bit_for_each_macroblock_and_a_header()
    {
        WebpPatch patch = new(0, 0, 480, 272, null, []);
        bool[] drawn = [.. Enumerable.Range(0, patch.Columns * patch.Rows).Select(block => block % patch.Columns is > 10 and < 15 && block / patch.Columns > 6)];
        Assert.InRange(new WebpMask().Encode(patch, drawn).Length, 20, 60);
    }

    /// <summary>A grey picture with a mask.</summary>
    private static byte[] Still(int width, int height, byte[] alpha)
    {
        byte[] grey = Ffmpeg.Run($"-f rawvideo -pix_fmt gray -video_size {width}x{height} -i pipe:0 -c:v libwebp -pix_fmt yuv420p -f webp -", new byte[width * height]);
        byte[] padding = new byte[alpha.Length & 1];
        byte[] extended = new byte[18];
        "VP8X"u8.CopyTo(extended);
        (extended[4], extended[8]) = (10, 0x10);
        WebpFrameHeader.WriteUInt24(extended.AsSpan(12), width - 1);
        WebpFrameHeader.WriteUInt24(extended.AsSpan(15), height - 1);

        // What ffmpeg writes may be extended already.
        int picture = grey.AsSpan().IndexOf("VP8 "u8);
        byte[] chunks = [.. "WEBP"u8, .. extended, .. alpha, .. padding, .. grey[picture..]];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks];
    }

    private static byte[] FromLibwebp(byte[] file, int pixels)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.webp"), file);
        ExternalTool.Run("dwebp", "-pam", "-o", folder.File("a.pam"), folder.File("a.webp"));
        byte[] rgba = File.ReadAllBytes(folder.File("a.pam"))[^(4 * pixels)..];
        return [.. rgba.Where((_, at) => at % 4 == 3)];
    }
}

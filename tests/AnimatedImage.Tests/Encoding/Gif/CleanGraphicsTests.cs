namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>Graphics without noise, of more colours than one table holds: a line of text with soft edges that moves over a plain ground.</summary>
public sealed class CleanGraphicsTests
{
    private const int Width = 160, Height = 120, Count = 20, Shades = 100;
    private const uint Ground = 0x2E1E1E;
    private static readonly uint[] Inks = [0xF4D6CD, 0xA1E3A6, 0xFAB489];

    [Theory]
    [InlineData(95)]
    [InlineData(99)]
    public void Next_to_the_best_quality_frames_still_share_tables(int quality)
    {
        RandomClip clip = Text();
        byte[] good = clip.Encode(quality: 90), better = clip.Encode(quality);
        Assert.InRange(ErrorOf(clip, better), 0, ErrorOf(clip, good));
        Assert.InRange(better.Length, 1, good.Length * 5 / 4);
        Assert.InRange(PlainGif.Read(better).Frames.Count, Count, Count);
    }

    [Fact]
    public void A_still_picture_is_one_image_below_the_best_quality()
    {
        RandomClip text = Text();
        RandomClip clip = new(Width, Height, [.. Enumerable.Repeat(text.Frames[0], 6)]);
        PlainGif gif = PlainGif.Read(clip.Encode(quality: 95));
        Assert.Single(gif.Frames);
        Assert.Equal(30, gif.Duration);
    }

    private static RandomClip Text() => new(Width, Height, [.. Enumerable.Range(0, Count).Select(frame =>
        (Enumerable.Range(0, Width * Height).SelectMany(at => BitConverter.GetBytes(Pixel(at % Width, (at / Width) - (3 * frame)) | 0xFF00_0000)).ToArray(), 5))]);

    // Letters of eight by twelve pixels, each row of a letter in a shade of its own.
    private static uint Pixel(int x, int y)
    {
        if (y is < 20 or >= 56 || x % 8 > 4)
        {
            return Ground;
        }

        int letter = (x / 8) + (y / 12 * 7);
        uint ink = Inks[letter % Inks.Length];
        int share = ((letter * 13) + (y % 12 * 7) + (x % 8 * 3)) % Shades;
        uint color = 0;
        for (int shift = 0; shift < 24; shift += 8)
        {
            int from = (int)(Ground >> shift) & 0xFF, to = (int)(ink >> shift) & 0xFF;
            color |= (uint)(from + ((to - from) * share / (Shades - 1))) << shift;
        }

        return color;
    }

    private static long ErrorOf(RandomClip clip, byte[] file)
    {
        PlainGif gif = PlainGif.Read(file);
        long squares = 0;
        for (int frame = 0; frame < clip.Frames.Count; frame++)
        {
            byte[] shown = gif.At(frame * 5), wanted = clip.Frames[frame].Rgba;
            for (int at = 0; at < wanted.Length; at++)
            {
                squares += (shown[at] - wanted[at]) * (shown[at] - wanted[at]);
            }
        }

        return squares;
    }
}

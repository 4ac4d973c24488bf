namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>At quality 100 nothing is lost that a GIF can hold.</summary>
public sealed class ClosestQualityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Grey_noise_of_all_256_levels_comes_back_exactly(int seed)
    {
        Random random = new(seed);
        RandomClip clip = Of(70, 50, 4, (_, _) => (uint)random.Next(256) * 0x010101);
        Assert.All(clip.Frames, frame => Assert.Equal(256, frame.Rgba.Chunk(4).Select(pixel => pixel[0]).Distinct().Count()));
        GifEncoderTests.AssertShows(clip, PlainGif.Read(clip.Encode(quality: 100)));
    }

    [Fact]
    public void Other_256_colours_in_every_frame_come_back_exactly()
    {
        Random random = new(4);
        RandomClip clip = Of(40, 30, 5, (frame, at) => at < 256 ? Color(frame, at) : Color(frame, random.Next(256)));
        GifEncoderTests.AssertShows(clip, PlainGif.Read(clip.Encode(quality: 100)));
    }

    [Fact]
    public void All_256_colours_drawn_on_a_part_leave_the_rest()
    {
        Random random = new(6);
        RandomClip clip = Of(40, 30, 5, (frame, at) => at >= 1000 || frame == 0 ? 0x123456u : Color(frame, at < 256 ? at : random.Next(256)));
        PlainGif gif = PlainGif.Read(clip.Encode(quality: 100));
        GifEncoderTests.AssertShows(clip, gif);
    }

    [Fact]
    public void A_still_picture_of_more_colours_than_a_table_holds_becomes_exact()
    {
        byte[] still = Of(60, 40, 1, (_, at) => Color(1, at % 700)).Frames[0].Rgba;
        RandomClip clip = new(60, 40, [.. Enumerable.Repeat((still, 5), 12)]);
        PlainGif gif = PlainGif.Read(clip.Encode(quality: 100));
        Assert.Equal(60, gif.Duration);
        Assert.InRange(gif.Frames.Count, 3, 5);
        Assert.NotEqual(still, gif.At(0));
        Assert.Equal(still, gif.At(59));
    }

    [Theory]
    [InlineData(95)]
    [InlineData(100)]
    public void The_number_of_workers_does_not_change_a_byte(int quality)
    {
        RandomClip camera = RandomClip.OfCamera(6, 131, 93, 9), alpha = RandomClip.OfNoise(8, 45, 37, 6, alpha: true);
        Assert.Equal(camera.Encode(quality, workers: 1), camera.Encode(quality, workers: 5));
        Assert.Equal(alpha.Encode(quality, workers: 1), alpha.Encode(quality, workers: 5));
    }

    private static uint Color(int frame, int index) => (uint)((index % 16 * 15) | ((index / 16 * 5) << 8) | ((frame * 40) << 16));

    private static RandomClip Of(int width, int height, int count, Func<int, int, uint> color) => new(width, height, [.. Enumerable.Range(0, count).Select(frame =>
        (Enumerable.Range(0, width * height).SelectMany(at => BitConverter.GetBytes(color(frame, at) | 0xFF00_0000)).ToArray(), 5))]);
}

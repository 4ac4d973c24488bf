using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>Graphics that fade: what is like its neighbour before and after is no noise.</summary>
public sealed class FadingGraphicsTests
{
    [Fact]
    public void Cells_fade_in_steps_that_are_larger_and_take_fewer_bytes_the_lower_the_quality()
    {
        RandomClip clip = RandomClip.OfFadingCells(31, 150, 110, 20);
        byte[][] files = [.. new[] { 40, 60, 80, 100 }.Select(quality => clip.Encode(quality))];
        Assert.Equal(0, MostError(clip, files[3]));
        for (int i = 1; i < files.Length; i++)
        {
            Assert.InRange(files[i - 1].Length, 1, files[i].Length * 9 / 10);
            Assert.InRange(MostError(clip, files[i - 1]), MostError(clip, files[i]), double.MaxValue);
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    public void No_cell_is_ever_farther_off_than_one_step(int quality)
    {
        RandomClip clip = RandomClip.OfFadingCells(32, 130, 90, 20);
        Assert.InRange(MostError(clip, clip.Encode(quality)), 0.1, GifTuning.Of(quality, 256, null).Fade + 0.01);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(90)]
    public void A_page_that_came_out_of_the_dark_shows_no_trace_of_that(int quality)
    {
        RandomClip clip = RandomClip.OfFadingPage(96, 64, 12);
        PlainGif gif = PlainGif.Read(clip.Encode(quality));
        Assert.Equal(clip.Frames[^1].Rgba, gif.At(gif.Duration - 1));
    }

    [Fact]
    public void Cells_that_come_to_rest_are_shown_as_they_are()
    {
        RandomClip fading = RandomClip.OfFadingCells(33, 90, 70, 9);
        RandomClip clip = new(90, 70, [.. fading.Frames, .. Enumerable.Repeat(fading.Frames[^1], 4)]);
        PlainGif gif = PlainGif.Read(clip.Encode(quality: 60));
        Assert.Equal(clip.Frames[^1].Rgba, gif.At(gif.Duration - 1));
    }

    /// <summary>The largest distance of a pixel from what it should show, in levels.</summary>
    private static double MostError(RandomClip clip, byte[] file)
    {
        PlainGif gif = PlainGif.Read(file);
        int most = 0, time = 0;
        foreach ((byte[] rgba, int delay) in clip.Frames)
        {
            byte[] shown = gif.At(time);
            for (int at = 0; at < rgba.Length; at += 4)
            {
                most = Math.Max(most, Ycc.Distance(Ycc.From(BitConverter.ToUInt32(rgba, at)), Ycc.From(BitConverter.ToUInt32(shown, at))));
            }

            time += delay;
        }

        return Math.Sqrt(most) / Ycc.UnitsPerLevel;
    }
}

using AnimatedImage.Inspection;

namespace AnimatedImage.Tests.Encoding.Gif;

public sealed class GifEncoderTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Few_colours_come_back_exactly_and_on_time(int seed)
    {
        RandomClip clip = RandomClip.OfFewColors(seed);
        AssertShows(clip, PlainGif.Read(clip.Encode(quality: 60 + seed)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pixels_appear_and_vanish_where_they_should(int seed)
    {
        RandomClip clip = RandomClip.OfFewColors(seed + 1000, alpha: true);
        AssertShows(clip, PlainGif.Read(clip.Encode()));
    }

    [Fact]
    public void Three_hundred_frames_come_back()
    {
        RandomClip clip = RandomClip.OfFewColors(5, maxSide: 24, maxFrames: 300);
        AssertShows(clip, PlainGif.Read(clip.Encode()));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(8, 8)]
    [InlineData(257, 129)]
    [InlineData(1300, 700)]
    public void White_black_and_grey_stay_what_they_are(int width, int height)
    {
        RandomClip clip = RandomClip.OfPlainFrames(width, height, 255, 0, 0, 128, 255);
        PlainGif gif = PlainGif.Read(clip.Encode());
        AssertShows(clip, gif);
        Assert.Equal(4, gif.Frames.Count);
    }

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(31, 17, 5)]
    [InlineData(400, 300, 3)]
    public void Noise_is_a_valid_file_close_to_the_source(int width, int height, int count)
    {
        RandomClip clip = RandomClip.OfNoise(width, width, height, count);
        PlainGif gif = PlainGif.Read(clip.Encode(quality: 100));
        Assert.Equal(count * 4, gif.Duration);
        Assert.InRange(MeanError(clip, gif), 0, 20);
    }

    [Fact]
    public void Noisy_alpha_is_cut_at_one_half()
    {
        RandomClip clip = RandomClip.OfNoise(3, 53, 21, 6, alpha: true);
        PlainGif gif = PlainGif.Read(clip.Encode(quality: 100));
        for (int i = 0; i < clip.Frames.Count; i++)
        {
            byte[] shown = gif.At((i * 4) + 1), source = clip.Frames[i].Rgba;
            for (int at = 3; at < shown.Length; at += 4)
            {
                Assert.Equal(source[at] >= 128 ? 255 : 0, shown[at]);
            }
        }
    }

    [Fact]
    public void Better_quality_is_closer_to_the_source()
    {
        RandomClip clip = RandomClip.OfCamera(1, 160, 100, 10);
        (double Error, int Bytes)[] results = [.. new[] { 1, 20, 40, 60, 80 }.Select(quality => clip.Encode(quality)).Select(file => (MeanError(clip, PlainGif.Read(file)), file.Length))];
        Assert.Equal(results.OrderByDescending(result => result.Error), results);
        Assert.Equal(results.OrderBy(result => result.Bytes), results);
        Assert.InRange(results[^1].Error, 0, 8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void The_number_of_workers_does_not_change_a_byte(int workers)
    {
        RandomClip camera = RandomClip.OfCamera(2, 201, 133, 14), flat = RandomClip.OfFewColors(77, alpha: true);
        Assert.Equal(camera.Encode(workers: 4), camera.Encode(workers: workers));
        Assert.Equal(flat.Encode(workers: 4), flat.Encode(workers: workers));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(200)]
    public void No_frame_has_more_colours_than_asked_for(int colors)
    {
        RandomClip clip = RandomClip.OfCamera(3, 64, 48, 3);
        PlainGif gif = PlainGif.Read(new RandomClip(64, 48, [clip.Frames[0]]).Encode(quality: 100, colors: colors));
        Assert.InRange(gif.Frames[0].Rgba.Chunk(4).Select(pixel => BitConverter.ToUInt32(pixel)).Distinct().Count(), 2, colors);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, null)]
    [InlineData(2, 1)]
    [InlineData(7, 6)]
    public void Plays_are_stored_as_repetitions(int plays, int? stored)
    {
        byte[] file = RandomClip.OfPlainFrames(3, 2, 0, 255).Encode(playCount: plays);
        Assert.Equal(stored, PlainGif.Read(file).Loop);
        Assert.Equal(plays, AnimationReader.Read(new MemoryStream(file), "a.gif").PlayCount);
    }

    [Fact]
    public void The_content_key_is_read_back()
    {
        byte[] file = RandomClip.OfPlainFrames(3, 2, 0, 255).Encode(key: "v1-abc");
        Assert.Equal("v1-abc", AnimationReader.Read(new MemoryStream(file), "a.gif").ContentKey);
        Assert.Equal(["AnimatedImage v1-abc"], PlainGif.Read(file).Comments);
    }

    [Fact]
    public void A_still_longer_than_a_delay_can_tell_is_shown_as_long()
    {
        byte[] grey = RandomClip.OfPlainFrames(5, 4, 99).Frames[0].Rgba;
        RandomClip clip = new(5, 4, [(grey, 65535), (grey, 65535), (grey, 3), (grey, 40000)]);
        PlainGif gif = PlainGif.Read(clip.Encode());
        Assert.Equal(65535 + 65535 + 3 + 40000, gif.Duration);
        Assert.Equal(3, gif.Frames.Count);
    }

    [Fact]
    public void Only_what_changed_is_written()
    {
        byte[] before = RandomClip.OfPlainFrames(50, 40, 10).Frames[0].Rgba, after = (byte[])before.Clone();
        after[((((7 * 50) + 9) * 4) + 1)] = 250;
        PlainGif gif = PlainGif.Read(new RandomClip(50, 40, [(before, 5), (after, 5)]).Encode());
        Assert.Equal([(0, 0, 50, 40), (9, 7, 1, 1)], gif.Parts);
    }

    /// <summary>At every moment the decoded picture is the source frame of that moment, see-through where that is.</summary>
    internal static void AssertShows(RandomClip clip, PlainGif gif)
    {
        Assert.Equal((clip.Width, clip.Height), (gif.Width, gif.Height));
        Assert.Equal(clip.Frames.Sum(frame => frame.Delay), gif.Duration);
        int time = 0;
        foreach ((byte[] rgba, int delay) in clip.Frames)
        {
            AssertSame(rgba, gif.At(time), clip.HasAlpha);
            AssertSame(rgba, gif.At(time + delay - 1), clip.HasAlpha);
            time += delay;
        }
    }

    private static void AssertSame(byte[] source, byte[] shown, bool hasAlpha)
    {
        for (int i = 0; i < source.Length; i += 4)
        {
            int alpha = hasAlpha && source[i + 3] < 128 ? 0 : 255;
            bool same = shown[i + 3] == alpha && (alpha == 0 || source.AsSpan(i, 3).SequenceEqual(shown.AsSpan(i, 3)));
            Assert.True(same, $"Pixel {i / 4} should be {Convert.ToHexString(source, i, 4)} and is {Convert.ToHexString(shown, i, 4)}.");
        }
    }

    private static double MeanError(RandomClip clip, PlainGif gif)
    {
        int time = 0;
        double sum = 0;
        foreach ((byte[] rgba, int delay) in clip.Frames)
        {
            byte[] shown = gif.At(time);
            sum += rgba.Zip(shown, (a, b) => Math.Abs(a - b)).Average();
            time += delay;
        }

        return sum / clip.Frames.Count;
    }
}

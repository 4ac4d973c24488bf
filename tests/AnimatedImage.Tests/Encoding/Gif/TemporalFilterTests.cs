using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

public sealed class TemporalFilterTests
{
    public static TheoryData<string, int> Clips => [.. from name in new[] { "camera", "still", "colours", "alpha", "noisy alpha", "long", "cells", "fading page", "vanishing cells", "window" } from quality in new[] { 30, 80, 96, 100 } select (name, quality)];

    [Theory]
    [MemberData(nameof(Clips))]
    public void What_is_held_and_what_is_drawn_follow_the_plain_filter(string name, int quality)
    {
        RandomClip clip = Make(name);
        GifTuning tuning = GifTuning.Of(quality, 256, null);
        TemporalFilter filter = new(clip.Width, clip.Height, clip.HasAlpha, tuning);
        List<HeldFrame> held = [];
        foreach ((byte[] rgba, int delay) in clip.Frames)
        {
            if (filter.Push(rgba, delay) is { } frame)
            {
                held.Add(frame);
            }
        }

        while (filter.Drain() is { } frame)
        {
            held.Add(frame);
        }

        PlainTemporalFilter.Held[] expected = [.. new PlainTemporalFilter(clip, tuning).Run()];
        Assert.Equal(expected.Length, held.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            HeldFrame frame = held[i];
            Assert.Equal((expected[i].Bounds, expected[i].ClearsAfter, expected[i].Delay), (frame.Bounds, frame.ClearsAfter, frame.Delay));
            Assert.Equal((expected[i].IsExact, expected[i].KeepsNoise, expected[i].IsFlat), (frame.IsExact, frame.KeepsNoise, frame.IsFlat));
            for (int y = 0; y < clip.Height; y++)
            {
                Assert.Equal(expected[i].Pixels.AsSpan(y * clip.Width, clip.Width), frame.Pixels.Row(y)[..clip.Width]);
            }

            frame.Dispose();
        }
    }

    private static RandomClip Make(string name) => name switch
    {
        "camera" => RandomClip.OfCamera(21, 45, 26, 9),
        "still" => Repeated(RandomClip.OfCamera(22, 33, 19, 3), 3),
        "colours" => RandomClip.OfFewColors(23, maxSide: 40, maxFrames: 14),
        "alpha" => RandomClip.OfFewColors(1024, maxSide: 40, maxFrames: 14, alpha: true),
        "noisy alpha" => RandomClip.OfNoise(25, 27, 17, 7, alpha: true),
        "cells" => RandomClip.OfFadingCells(26, 63, 43, 14),
        "fading page" => RandomClip.OfFadingPage(66, 40, 9),
        "window" => RandomClip.OfFilmInWindow(28, 70, 50, 8),
        "vanishing cells" => RandomClip.OfFadingCells(27, 64, 40, 9, alpha: true),
        _ => new RandomClip(6, 5, [.. new[] { 40000, 30000, 65535, 2 }.Select(delay => (RandomClip.OfPlainFrames(6, 5, 77).Frames[0].Rgba, delay))]),
    };

    private static RandomClip Repeated(RandomClip clip, int times) => new(clip.Width, clip.Height, [.. clip.Frames.SelectMany(frame => Enumerable.Repeat(frame, times))]);
}

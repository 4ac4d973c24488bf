using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>What stands still around a film says nothing about the film's noise.</summary>
public sealed class FilmInWindowTests
{
    [Fact]
    public void Film_in_a_window_is_not_taken_for_graphics()
    {
        Assert.All(Frames(RandomClip.OfFilmInWindow(41, 120, 90, 9)), frame => Assert.False(frame.IsExact));
    }

    [Fact]
    public void A_soft_glow_on_the_same_desktop_is()
    {
        RandomClip clip = RandomClip.OfFilmInWindow(41, 120, 90, 9);
        for (int i = 0; i < clip.Frames.Count; i++)
        {
            byte[] rgba = clip.Frames[i].Rgba;
            for (int at = 0; at < rgba.Length; at += 4)
            {
                (int x, int y) = ((at / 4 % 120) - 5, (at / 4 / 120) - 5);
                if (x is >= 0 and < 40 && y is >= 0 and < 30)
                {
                    byte level = (byte)(60 + x + (2 * y) + (3 * i));
                    (rgba[at], rgba[at + 1], rgba[at + 2]) = (level, level, (byte)(level / 2));
                }
            }
        }

        Assert.All(Frames(clip), frame => Assert.True(frame.IsExact));
    }

    [Fact]
    public void Film_in_a_window_takes_fewer_bytes_the_lower_the_quality()
    {
        RandomClip clip = RandomClip.OfFilmInWindow(42, 200, 150, 10);
        int[] bytes = [.. new[] { 40, 60, 80, 90 }.Select(quality => clip.Encode(quality).Length)];
        for (int i = 1; i < bytes.Length; i++)
        {
            Assert.InRange(bytes[i - 1], 1, bytes[i] * 9 / 10);
        }
    }

    private static List<(bool IsExact, bool IsFlat)> Frames(RandomClip clip)
    {
        TemporalFilter filter = new(clip.Width, clip.Height, clip.HasAlpha, GifTuning.Of(80, 256, null));
        List<(bool, bool)> frames = [];
        void Take(HeldFrame? frame)
        {
            if (frame is not null)
            {
                frames.Add((frame.IsExact, frame.IsFlat));
                frame.Dispose();
            }
        }

        foreach ((byte[] rgba, int delay) in clip.Frames)
        {
            Take(filter.Push(rgba, delay));
        }

        while (filter.Drain() is { } frame)
        {
            Take(frame);
        }

        return frames;
    }
}

using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Encoding.Gif;

public sealed class MatteTests
{
    [Fact]
    public void Half_transparent_pixels_are_blended_and_the_wholly_transparent_stay_so()
    {
        RgbColor matte = new(250, 40, 100);
        byte[] alphas = [0, 7, 8, 60, 127, 128, 200, 254, 255];
        RandomClip clip = new(alphas.Length, 3, [.. Enumerable.Range(0, 4).Select(frame => (Frame(frame, alphas), 5))]) { HasAlpha = true };
        PlainGif gif = PlainGif.Read(clip.Encode(quality: 100, matte: matte));
        for (int i = 0; i < clip.Frames.Count; i++)
        {
            byte[] source = clip.Frames[i].Rgba, shown = gif.At((i * 5) + 2);
            for (int at = 0; at < source.Length; at += 4)
            {
                int alpha = source[at + 3];
                Assert.Equal(alpha < 8 ? 0 : 255, shown[at + 3]);
                int Over(int channel, int behind) => (int)Math.Round(((source[at + channel] * alpha) + (behind * (255 - alpha))) / 255.0, MidpointRounding.AwayFromZero);
                int[] expected = [Over(0, matte.Red), Over(1, matte.Green), Over(2, matte.Blue)];
                Assert.True(alpha < 8 || expected.SequenceEqual([shown[at], shown[at + 1], shown[at + 2]]), $"Pixel {at / 4} of frame {i}.");
            }
        }
    }

    [Fact]
    public void Without_a_matte_alpha_is_cut_at_one_half()
    {
        byte[] alphas = [0, 127, 128, 255];
        RandomClip clip = new(alphas.Length, 3, [(Frame(0, alphas), 5)]) { HasAlpha = true };
        byte[] shown = PlainGif.Read(clip.Encode(quality: 100)).At(0);
        Assert.Equal([0, 0, 255, 255], Enumerable.Range(0, 4).Select(x => (int)shown[(4 * x) + 3]));
        Assert.Equal(clip.Frames[0].Rgba[8..11], shown[8..11]);
    }

    private static byte[] Frame(int frame, byte[] alphas)
    {
        byte[] rgba = new byte[alphas.Length * 3 * 4];
        for (int at = 0; at < rgba.Length; at += 4)
        {
            byte[] pixel = [(byte)(at * 2), (byte)(frame * 60), (byte)(255 - at), alphas[(at / 4 + frame) % alphas.Length]];
            pixel.CopyTo(rgba, at);
        }

        return rgba;
    }
}

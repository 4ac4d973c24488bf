using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

public sealed class YccTests
{
    [Fact]
    public void Every_colour_is_where_the_space_puts_it_and_comes_back()
    {
        foreach (uint color in Colors())
        {
            (double luma, double blue, double red) = PlainColors.From(color & 0xFF, (color >> 8) & 0xFF, color >> 16);
            ulong pixel = Ycc.From(color);
            Assert.InRange(Ycc.Luma(pixel) - luma, -0.51, 0.51);
            Assert.InRange(Ycc.Blue(pixel) - blue, -0.64, 0.64);
            Assert.InRange(Ycc.Red(pixel) - red, -0.71, 0.71);
            Assert.InRange(Ycc.Blue(pixel), Ycc.MinChroma, Ycc.MaxChroma);
            Assert.InRange(Ycc.Red(pixel), Ycc.MinChroma, Ycc.MaxChroma);
            Assert.Equal(color, Ycc.ToRgb((float)luma, (float)blue, (float)red));
        }
    }

    [Fact]
    public void Greys_keep_their_level()
    {
        for (uint level = 0; level < 256; level++)
        {
            Assert.Equal(Ycc.Pack((int)level * Ycc.UnitsPerLevel, 0, 0), Ycc.From(level * 0x010101));
        }
    }

    [Fact]
    public void No_two_colours_share_a_place()
    {
        const int lumas = Ycc.MaxLuma + 1, chromas = Ycc.MaxChroma - Ycc.MinChroma + 1;
        ulong[] taken = new ulong[(lumas * chromas * chromas / 64) + 1], row = new ulong[256];
        uint[] colors = new uint[256];
        int shared = 0;
        for (uint first = 0; first < 1 << 24; first += 256)
        {
            for (uint i = 0; i < 256; i++)
            {
                colors[i] = first + i;
            }

            Ycc.From(colors, row);
            foreach (ulong pixel in row)
            {
                int place = (((Ycc.Luma(pixel) * chromas) + Ycc.Blue(pixel) - Ycc.MinChroma) * chromas) + Ycc.Red(pixel) - Ycc.MinChroma;
                shared += (int)(taken[place >> 6] >> (place & 63)) & 1;
                taken[place >> 6] |= 1UL << (place & 63);
            }
        }

        Assert.Equal(0, shared);
    }

    private static IEnumerable<uint> Colors()
    {
        for (uint r = 0; r < 256; r += 5)
        {
            for (uint g = 0; g < 256; g += 5)
            {
                for (uint b = 0; b < 256; b += 15)
                {
                    yield return r | (g << 8) | (b << 16);
                }
            }
        }
    }
}

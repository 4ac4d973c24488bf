using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>The fitted picture is what the definition of its error says, worked out pixel by pixel without any shortcut.</summary>
public sealed class PictureFitterTests
{
    /// <summary>Weight of the blurred error beside the plain one.</summary>
    private const double BlurWeight = 0.5;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_other_colour_of_the_table_would_do_better_almost_anywhere(int seed)
    {
        (HeldFrame frame, Canvas canvas, Palette palette) = Scene(seed);
        PictureFitter fitter = new(frame.Pixels.Width, frame.Pixels.Height);
        Assert.Same(palette, fitter.Fit(frame, canvas, palette, new PaletteSearch(), mayMove: false));
        (double L, double B, double R)[] error = ErrorOf(Fitted(frame, canvas, palette, fitter), frame);
        int width = frame.Bounds.Width, drawn = 0, better = 0;
        double before = Energy(error, width);
        for (int at = 0; at < error.Length; at++)
        {
            if ((Pixel(frame, at) & PixelKind.Draw) == 0)
            {
                continue;
            }

            drawn++;
            (double L, double B, double R) kept = error[at];
            foreach (ulong color in palette.Pixels)
            {
                error[at] = Less(color, Ycc.From(Pixel(frame, at)));
                if (Energy(error, width) < before - 2)
                {
                    better++;
                    break;
                }
            }

            error[at] = kept;
        }

        Assert.InRange(better, 0, drawn / 20);
        frame.Dispose();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void It_is_closer_than_the_nearest_colours_and_closer_yet_where_the_table_may_move(int seed)
    {
        (HeldFrame frame, Canvas canvas, Palette palette) = Scene(seed, coarse: true);
        int width = frame.Bounds.Width;
        ulong[] nearest = [.. Enumerable.Range(0, width * frame.Bounds.Height).Select(at => (Pixel(frame, at) & PixelKind.Draw) == 0
            ? canvas.Row(frame.Bounds.Top + (at / width), frame.Bounds.Left + (at % width), 1)[0]
            : palette.Pixels.MinBy(color => Ycc.Distance(color, Ycc.From(Pixel(frame, at)))))];
        PictureFitter fitter = new(frame.Pixels.Width, frame.Pixels.Height);
        fitter.Fit(frame, canvas, palette, new PaletteSearch(), mayMove: false);
        double still = Energy(ErrorOf(Fitted(frame, canvas, palette, fitter), frame), width);
        Palette moved = fitter.Fit(frame, canvas, palette, new PaletteSearch(), mayMove: true);
        Assert.Equal(palette.Count, moved.Count);
        Assert.InRange(still, 0, Energy(ErrorOf(nearest, frame), width));
        Assert.InRange(Energy(ErrorOf(Fitted(frame, canvas, moved, fitter), frame), width), 0, still * 1.001);
        frame.Dispose();
    }

    /// <summary>A soft picture, most of it to be drawn, over a canvas that is a little off.</summary>
    private static (HeldFrame Frame, Canvas Canvas, Palette Palette) Scene(int seed, bool coarse = false)
    {
        Random random = new(seed);
        int width = random.Next(6, 28), height = random.Next(6, 20);
        HeldFrame frame = new(new PlanePool(width, height)) { Bounds = new PixelRectangle(1, 2, width - 2, height - 3) };
        Canvas canvas = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                uint Level(double wave, int noise) => (uint)Math.Clamp(120 + (70 * Math.Sin((x + wave) / 6)) + (30 * Math.Cos(y / 4.0)) + random.Next(-noise, noise + 1), 0, 255);
                uint color = Level(0, 3) | (Level(8, 3) << 8) | (Level(17, 3) << 16);
                frame.Pixels.Row(y)[x] = color | (random.Next(5) == 0 ? PixelKind.Hold : PixelKind.Draw);
                canvas.Row(y, x, 1)[0] = Ycc.From(Level(0, 9) | (Level(8, 9) << 8) | (Level(17, 9) << 16));
            }
        }

        uint[] colors = [.. Enumerable.Range(0, random.Next(4, 12)).Select(_ => coarse ? 0x404040u * (uint)random.Next(1, 4) : frame.Pixels.Row(random.Next(height))[random.Next(width)] & PixelKind.ColorMask).Distinct()];
        return (frame, canvas, new Palette(colors, meanError: 100));
    }

    private static ulong[] Fitted(HeldFrame frame, Canvas canvas, Palette palette, PictureFitter fitter)
    {
        List<ulong> shown = [];
        for (int y = 0; y < frame.Bounds.Height; y++)
        {
            Span<ulong> before = canvas.Row(frame.Bounds.Top + y, frame.Bounds.Left, frame.Bounds.Width);
            ReadOnlySpan<uint> row = fitter.Row(frame.Pixels.Row(frame.Bounds.Top + y).Slice(frame.Bounds.Left, frame.Bounds.Width), y);
            for (int x = 0; x < row.Length; x++)
            {
                Assert.True((row[x] & PixelKind.Draw) == 0 || palette.Colors.Contains(row[x] & PixelKind.ColorMask));
                shown.Add((row[x] & PixelKind.Draw) == 0 ? before[x] : Ycc.From(row[x]));
            }
        }

        return [.. shown];
    }

    private static uint Pixel(HeldFrame frame, int at) => frame.Pixels.Row(frame.Bounds.Top + (at / frame.Bounds.Width))[frame.Bounds.Left + (at % frame.Bounds.Width)];

    private static (double L, double B, double R)[] ErrorOf(ulong[] shown, HeldFrame frame) => [.. shown.Select((color, at) => Less(color, Ycc.From(Pixel(frame, at))))];

    private static (double L, double B, double R) Less(ulong a, ulong b) => (Ycc.Luma(a) - Ycc.Luma(b), Ycc.Blue(a) - Ycc.Blue(b), Ycc.Red(a) - Ycc.Red(b));

    /// <summary>Squares of the errors and, weighted, of the errors blurred by 1 2 1 both ways; beyond the part there are none.</summary>
    private static double Energy((double L, double B, double R)[] error, int width)
    {
        int height = error.Length / width;
        double sum = error.Sum(Square);
        for (int y = -1; y <= height; y++)
        {
            for (int x = -1; x <= width; x++)
            {
                (double L, double B, double R) blurred = default;
                for (int i = 0; i < 9; i++)
                {
                    (int column, int row) = (x - 1 + (i % 3), y - 1 + (i / 3));
                    double weight = (i % 3 == 1 ? 2 : 1) * (i / 3 == 1 ? 2 : 1) / 16.0;
                    (double l, double b, double r) = column >= 0 && column < width && row >= 0 && row < height ? error[(row * width) + column] : default;
                    blurred = (blurred.L + (weight * l), blurred.B + (weight * b), blurred.R + (weight * r));
                }

                sum += BlurWeight * Square(blurred);
            }
        }

        return sum;
    }

    private static double Square((double L, double B, double R) error) => (error.L * error.L) + (error.B * error.B) + (error.R * error.R);
}

using AnimatedImage.Encoding.Gif;

namespace AnimatedImage.Tests.Encoding.Gif;

public sealed class RecompressorTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_picture_stays_and_the_code_gets_no_longer(int seed)
    {
        Random random = new(seed);
        int width = random.Next(1, 250), height = random.Next(1, 200), period = random.Next(1, 60);
        Palette palette = new([.. Enumerable.Range(1, random.Next(2, 200)).Select(i => (uint)i * 0x010203)]);
        uint[] old = Pattern(0), now = Pattern(seed % 4);
        Canvas canvas = new(width, height);
        RowEncoder rows = new(width);
        Recompressor recompressor = new(width, height);
        bool covers = seed % 2 == 0;
        for (int y = 0; y < height; y++)
        {
            Ycc.From(old.AsSpan(y * width, width), canvas.Row(y, 0, width));
        }

        ulong[] shown = [.. old.Select(Ycc.From)];
        rows.Begin(palette, new PaletteSearch(), LossLimits.None, ClearRule.Patient);
        recompressor.Begin();
        PaletteSearch search = new();
        search.Use(palette);
        search.IsExact = true;
        for (int y = 0; y < height; y++)
        {
            Span<ulong> row = canvas.Row(y, 0, width);
            ulong[] before = row.ToArray();
            uint[] pixels = [.. Enumerable.Range(y * width, width).Select(i => covers || now[i] != old[i] ? now[i] | PixelKind.Draw : now[i])];
            row.Fill(covers ? Canvas.Nothing : before[0]);
            if (!covers)
            {
                before.CopyTo(row);
            }

            rows.Encode(pixels, row, new byte[width]);
            if (covers)
            {
                recompressor.AddCoveredRow(rows.Indexes[..width], before, row);
            }
            else
            {
                recompressor.AddRow(rows.Indexes[..width], pixels, row, palette, search);
            }
        }

        rows.Finish();
        ReadOnlySpan<byte> shortest = recompressor.Shortest(palette, rows.Writer, ClearRule.Patient, covers, isThorough: seed % 3 == 0).Bytes.Span;
        Assert.True(shortest.Length <= rows.Writer.Output.Bytes.Length);
        byte[] indexes = PlainLzw.Decode(shortest.ToArray(), Math.Max(2, palette.Bits));
        ulong[] seen = [.. indexes.Select((index, i) => index == palette.Transparent ? shown[i] : palette.Pixels[index])];
        Assert.Equal(now.Select(Ycc.From), seen);

        // Lines of the same letters, moved up and with some left out.
        uint[] Pattern(int moved) =>
            [.. Enumerable.Range(0, width * height).Select(i => palette.Colors[(((i / width) + moved) / 3 * (i % width / 5) * (i % period)) % palette.Count])];
    }
}

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>A GIF read in the plainest way: every picture a player would show, as RGBA, with its delay.</summary>
internal sealed class PlainGif
{
    private PlainGif(int width, int height) => (Width, Height) = (width, height);

    public int Width { get; }

    public int Height { get; }

    /// <summary>The loop block's number; null without one.</summary>
    public int? Loop { get; private set; }

    public List<string> Comments { get; } = [];

    public List<(int Delay, byte[] Rgba)> Frames { get; } = [];

    /// <summary>Left, top, width and height of every image.</summary>
    public List<(int Left, int Top, int Width, int Height)> Parts { get; } = [];

    public int Duration => Frames.Sum(frame => frame.Delay);

    /// <summary>The picture shown at a time in centiseconds.</summary>
    public byte[] At(int time)
    {
        int end = 0;
        return Frames.First(frame => (end += frame.Delay) > time).Rgba;
    }

    public static PlainGif Read(byte[] file)
    {
        Assert.Equal("GIF89a", System.Text.Encoding.ASCII.GetString(file, 0, 6));
        PlainGif gif = new(Word(file, 6), Word(file, 8));
        int at = 13;
        byte[] shared = Table(file, file[10], ref at);
        byte[] canvas = new byte[gif.Width * gif.Height * 4];
        int delay = 0, disposal = 0, transparent = -1;
        while (file[at] != 0x3B)
        {
            if (file[at] == 0x21)
            {
                int label = file[at + 1];
                at += 2;
                byte[][] blocks = Blocks(file, ref at);
                switch (label)
                {
                    case 0xF9:
                        disposal = (blocks[0][0] >> 2) & 7;
                        transparent = (blocks[0][0] & 1) != 0 ? blocks[0][3] : -1;
                        delay = Word(blocks[0], 1);
                        break;
                    case 0xFF when System.Text.Encoding.ASCII.GetString(blocks[0]) == "NETSCAPE2.0":
                        gif.Loop = Word(blocks[1], 1);
                        break;
                    case 0xFE:
                        gif.Comments.Add(string.Concat(blocks.Select(block => System.Text.Encoding.ASCII.GetString(block))));
                        break;
                }

                continue;
            }

            Assert.Equal(0x2C, file[at]);
            (int Left, int Top, int Width, int Height) part = (Word(file, at + 1), Word(file, at + 3), Word(file, at + 5), Word(file, at + 7));
            byte flags = file[at + 9];
            Assert.Equal(0, flags & 0x40);
            Assert.True(part.Left + part.Width <= gif.Width && part.Top + part.Height <= gif.Height);
            at += 10;
            byte[] own = Table(file, flags, ref at);
            int indexBits = file[at++];
            byte[] indexes = PlainLzw.Decode([.. Blocks(file, ref at).SelectMany(block => block)], indexBits);
            Assert.Equal(part.Width * part.Height, indexes.Length);
            gif.Draw(canvas, part, indexes, own.Length > 0 ? own : shared, transparent);
            gif.Frames.Add((delay, (byte[])canvas.Clone()));
            gif.Parts.Add(part);
            Assert.InRange(disposal, 0, 2);
            if (disposal == 2)
            {
                for (int y = 0; y < part.Height; y++)
                {
                    Array.Clear(canvas, (((part.Top + y) * gif.Width) + part.Left) * 4, part.Width * 4);
                }
            }
        }

        Assert.Equal(file.Length, at + 1);
        return gif;
    }

    private void Draw(byte[] canvas, (int Left, int Top, int Width, int Height) part, byte[] indexes, byte[] table, int transparent)
    {
        for (int i = 0; i < indexes.Length; i++)
        {
            if (indexes[i] != transparent)
            {
                int target = (((part.Top + (i / part.Width)) * Width) + part.Left + (i % part.Width)) * 4;
                table.AsSpan(indexes[i] * 3, 3).CopyTo(canvas.AsSpan(target));
                canvas[target + 3] = 255;
            }
        }
    }

    private static byte[] Table(byte[] file, byte flags, ref int at)
    {
        int length = (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;
        at += length;
        return file[(at - length)..at];
    }

    private static byte[][] Blocks(byte[] file, ref int at)
    {
        List<byte[]> blocks = [];
        for (; file[at] != 0; at += file[at] + 1)
        {
            blocks.Add(file[(at + 1)..(at + 1 + file[at])]);
        }

        at++;
        return [.. blocks];
    }

    private static int Word(byte[] bytes, int at) => bytes[at] | (bytes[at + 1] << 8);
}

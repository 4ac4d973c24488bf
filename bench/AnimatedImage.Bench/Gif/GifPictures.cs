namespace AnimatedImage.Bench.Gif;

/// <summary>The pictures that a player shows of a GIF, as RGB24, in the plainest way: whoever wrote the file, all are read alike.</summary>
internal sealed class GifPictures
{
    private readonly List<(int Delay, byte[] Rgb)> _pictures = [];

    /// <summary>Width in pixels.</summary>
    public int Width { get; private init; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private init; }

    /// <summary>Reads a file.</summary>
    public static GifPictures Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        GifPictures gif = new() { Width = Word(file, 6), Height = Word(file, 8) };
        int at = 13, delay = 0, disposal = 0, transparent = -1;
        byte[] shared = Table(file, file[10], ref at), canvas = new byte[gif.Width * gif.Height * 3];
        while (file[at] != 0x3B)
        {
            if (file[at] == 0x21)
            {
                if (file[at + 1] == 0xF9)
                {
                    disposal = (file[at + 3] >> 2) & 7;
                    transparent = (file[at + 3] & 1) != 0 ? file[at + 6] : -1;
                    delay = Word(file, at + 4);
                }

                at += 2;
                Blocks(file, ref at);
                continue;
            }

            int left = Word(file, at + 1), top = Word(file, at + 3), width = Word(file, at + 5), height = Word(file, at + 7);
            byte flags = file[at + 9];
            at += 10;
            byte[] own = Table(file, flags, ref at);
            int indexBits = file[at++];
            byte[] indexes = Decompress(Blocks(file, ref at), indexBits, width * height);
            byte[] before = disposal == 3 ? (byte[])canvas.Clone() : canvas, table = own.Length > 0 ? own : shared;
            int[] rows = [.. RowOrder(height, (flags & 0x40) != 0)];
            for (int i = 0; i < indexes.Length; i++)
            {
                if (indexes[i] != transparent)
                {
                    table.AsSpan(indexes[i] * 3, 3).CopyTo(canvas.AsSpan((((top + rows[i / width]) * gif.Width) + left + (i % width)) * 3));
                }
            }

            gif._pictures.Add((delay, (byte[])canvas.Clone()));
            canvas = before;
            for (int y = 0; y < height && disposal == 2; y++)
            {
                Array.Clear(canvas, (((top + y) * gif.Width) + left) * 3, width * 3);
            }

            (delay, disposal, transparent) = (0, 0, -1);
        }

        return gif;
    }

    /// <summary>What is shown in the middle of each of so many equal parts of the whole duration.</summary>
    public IReadOnlyList<byte[]> Sample(int count)
    {
        double total = _pictures.Sum(picture => picture.Delay);
        List<byte[]> samples = [];
        int current = 0, end = _pictures[0].Delay;
        for (int i = 0; i < count; i++)
        {
            while (end <= (i + 0.5) * total / count && current < _pictures.Count - 1)
            {
                end += _pictures[++current].Delay;
            }

            samples.Add(_pictures[current].Rgb);
        }

        return samples;
    }

    private static IEnumerable<int> RowOrder(int height, bool interlaced)
    {
        (int Start, int Step)[] passes = interlaced ? [(0, 8), (4, 8), (2, 4), (1, 2)] : [(0, 1)];
        return passes.SelectMany(pass => Enumerable.Range(0, height).Where(row => row >= pass.Start && (row - pass.Start) % pass.Step == 0));
    }

    private static byte[] Decompress(byte[] bytes, int indexBits, int count)
    {
        byte[] output = new byte[count], last = new byte[4097];
        int[] prefix = new int[4097], length = new int[4097];
        int clear = 1 << indexBits, width = indexBits + 1, next = clear + 2, previous = -1, filled = 0, at = 0, held = 0;
        ulong bits = 0;
        for (int i = 0; i < clear; i++)
        {
            (last[i], prefix[i], length[i]) = ((byte)i, -1, 1);
        }

        while (filled < count)
        {
            for (; held < width && at < bytes.Length; held += 8)
            {
                bits |= (ulong)bytes[at++] << held;
            }

            int code = (int)(bits & ((1UL << width) - 1));
            bits >>= width;
            held -= width;
            if (code == clear)
            {
                (width, next, previous) = (indexBits + 1, clear + 2, -1);
                continue;
            }

            if (code == clear + 1 || held < 0)
            {
                break;
            }

            if (previous >= 0 && next < 4096)
            {
                int first = code == next ? previous : code;
                while (prefix[first] >= 0)
                {
                    first = prefix[first];
                }

                (prefix[next], length[next], last[next]) = (previous, length[previous] + 1, last[first]);
                next++;
                width = next == 1 << width && width < 12 ? width + 1 : width;
            }

            previous = code;
            int place = filled += length[code];
            for (int part = code; part >= 0; part = prefix[part])
            {
                if (--place < count)
                {
                    output[place] = last[part];
                }
            }
        }

        return output;
    }

    private static byte[] Table(byte[] file, byte flags, ref int at)
    {
        int length = (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;
        at += length;
        return file[(at - length)..at];
    }

    private static byte[] Blocks(byte[] file, ref int at)
    {
        using MemoryStream bytes = new();
        for (; file[at] != 0; at += file[at] + 1)
        {
            bytes.Write(file, at + 1, file[at]);
        }

        at++;
        return bytes.ToArray();
    }

    private static int Word(byte[] bytes, int at) => bytes[at] | (bytes[at + 1] << 8);
}

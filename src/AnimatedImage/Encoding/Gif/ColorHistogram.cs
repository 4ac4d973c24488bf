using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// The colours to be drawn in one frame and how much each matters. Starts exact and halves its precision whenever it becomes crowded,
/// so that flat graphics keep every colour, narrow gamuts stay fine and photographs stay small.
/// </summary>
/// <param name="fine">True to tell four times as many colours apart and to look at every pixel, which takes its time.</param>
/// <param name="buffers">Lends its arrays; null = it has its own.</param>
internal sealed class ColorHistogram(bool fine = false, BufferLease? buffers = null)
{
    /// <summary>Pixels looked at in a frame of a photograph unless all are: more change the table hardly any more.</summary>
    private const int MaxSamples = 32768;

    /// <summary>Squared distance at which what is shown counts as half as bad as any: where it is close, a new colour is not needed.</summary>
    private const int HalfError = 64;

    // Slot of a hash table: 0 = empty, else index of the bin + 1.
    private readonly ushort[] _slots = buffers.Take<ushort>(fine ? 65536 : 16384);
    private readonly int _slotShift = fine ? 16 : 18;
    private readonly Bin[] _bins = buffers.Take<Bin>(MaxBinsOf(fine));

    /// <summary>Weight of a pixel by the activity around it: what lies in texture may be rendered less exactly.</summary>
    private static readonly int[] WeightOfActivity = WeightsByActivity();

    /// <summary>Most bins; more means that the next coarser precision is used.</summary>
    public static int MaxBinsOf(bool fine) => fine ? 24576 : 6144;

    /// <summary>Low bits of each channel that are not told apart; 0 = every colour has its own bin.</summary>
    public int Shift { get; private set; }

    /// <summary>Bins in use.</summary>
    public int Count { get; private set; }

    /// <summary>Pixels to be drawn; where not every one was looked at, an estimate.</summary>
    public int Drawn { get; private set; }

    /// <summary>The bins, in order of first appearance.</summary>
    public ReadOnlySpan<Bin> Bins => _bins.AsSpan(0, Count);

    /// <summary>Colours that share their high bits: the sum of their weights and of their weighted channels.</summary>
    /// <param name="Key">The high bits, as R, G, B bytes.</param>
    /// <param name="Weight">Sum of the weights.</param>
    /// <param name="Red">Weighted sum of R.</param>
    /// <param name="Green">Weighted sum of G.</param>
    /// <param name="Blue">Weighted sum of B.</param>
    internal record struct Bin(uint Key, long Weight, long Red, long Green, long Blue);

    /// <summary>Counts the drawn pixels of a part of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="part">The part.</param>
    /// <param name="activity">Activities of the part.</param>
    /// <param name="exact">True to look at every pixel, whatever their number.</param>
    /// <param name="canvas">What is shown, where pixels that are well rendered already are to count less; else null.</param>
    public void Read(PixelPlane frame, PixelRectangle part, ActivityMap activity, bool exact, Canvas? canvas)
    {
        int step = exact || fine ? 1 : Math.Max(1, ((part.Width * part.Height) + MaxSamples - 1) / MaxSamples);
        Fill(frame, part, activity, step, canvas);
        if (step > 1 && Shift == 0)
        {
            Fill(frame, part, activity, 1, canvas);
        }
    }

    private static int[] WeightsByActivity()
    {
        int[] weights = new int[256];
        for (int activity = 0; activity < weights.Length; activity++)
        {
            weights[activity] = (int)Math.Round(64 / (1 + (activity / 6.0))) + 4;
        }

        return weights;
    }

    private void Fill(PixelPlane frame, PixelRectangle part, ActivityMap activity, int step, Canvas? canvas)
    {
        Array.Clear(_slots);
        Count = 0;
        Shift = 0;
        uint mask = 0xFFFFFF, last = 0;
        int bin = -1, samples = 0;
        long runWeight = 0;
        int[] weights = WeightOfActivity;
        for (int y = 0; y < part.Height; y++)
        {
            ReadOnlySpan<uint> row = frame.Row(part.Top + y).Slice(part.Left, part.Width);
            ReadOnlySpan<byte> activities = activity.Row(y);
            for (int x = y % step; x < row.Length; x += step)
            {
                uint pixel = row[x];
                if ((pixel & PixelKind.Draw) == 0)
                {
                    continue;
                }

                samples++;
                int weight = weights[activities[x]];
                if (canvas is not null)
                {
                    long distance = Ycc.Distance(Ycc.From(pixel), canvas.Row(part.Top + y, part.Left + x, 1)[0]);
                    weight = 1 + (int)(4 * weight * distance / (distance + HalfError));
                }

                if (pixel == last)
                {
                    runWeight += weight;
                    continue;
                }

                if (bin >= 0)
                {
                    Add(ref _bins[bin], last, runWeight);
                }

                if (bin < 0 || ((pixel ^ last) & mask) != 0)
                {
                    bin = Find(pixel & mask);
                    if (bin < 0)
                    {
                        mask = Coarsen();
                        bin = Find(pixel & mask);
                    }
                }

                (last, runWeight) = (pixel, weight);
            }
        }

        if (bin >= 0)
        {
            Add(ref _bins[bin], last, runWeight);
        }

        Drawn = samples * step;
    }

    private static void Add(ref Bin bin, uint pixel, long weight)
    {
        bin.Weight += weight;
        bin.Red += weight * (int)(pixel & 0xFF);
        bin.Green += weight * (int)((pixel >> 8) & 0xFF);
        bin.Blue += weight * (int)((pixel >> 16) & 0xFF);
    }

    /// <summary>Index of the key's bin, made where there is none; −1 when there is no room.</summary>
    private int Find(uint key)
    {
        uint slot = (key * 0x9E37_79B1) >> _slotShift;
        while (true)
        {
            int bin = _slots[slot] - 1;
            if (bin < 0)
            {
                break;
            }

            if (_bins[bin].Key == key)
            {
                return bin;
            }

            slot = (slot + 1) & (uint)(_slots.Length - 1);
        }

        if (Count == _bins.Length)
        {
            return -1;
        }

        _bins[Count] = new Bin(key, 0, 0, 0, 0);
        _slots[slot] = (ushort)(Count + 1);
        return Count++;
    }

    private uint Coarsen()
    {
        int count = Count;
        uint mask;
        do
        {
            Shift++;
            mask = (0xFFu << Shift) & 0xFF;
            mask |= (mask << 8) | (mask << 16);
            Array.Clear(_slots);
            Count = 0;
            for (int i = 0; i < count; i++)
            {
                // A bin moves to an index no higher than its own: none is overwritten before it was read.
                Bin old = _bins[i];
                ref Bin merged = ref _bins[Find(old.Key & mask)];
                merged = new Bin(merged.Key, merged.Weight + old.Weight, merged.Red + old.Red, merged.Green + old.Green, merged.Blue + old.Blue);
            }

            count = Count;
        }
        while (Count > _bins.Length * 3 / 4);
        return mask;
    }
}

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// A colour table: up to 255 colours and after them one transparent entry, or 256 colours without one. Immutable; the same colours as
/// RGB for the file and as <see cref="Ycc"/> for measuring.
/// </summary>
internal sealed class Palette
{
    /// <summary>Entries that a table of a GIF can have.</summary>
    public const int MostColors = 256;

    /// <summary>A table of the given colours (R, G, B bytes of each value).</summary>
    public Palette(ReadOnlySpan<uint> colors, double meanError = 0)
    {
        MeanError = meanError;
        Colors = colors.ToArray();
        Pixels = new ulong[colors.Length];
        for (int i = 0; i < colors.Length; i++)
        {
            Pixels[i] = Ycc.From(colors[i]);
        }

        while (1 << Bits <= Math.Min(Transparent, MostColors - 1))
        {
            Bits++;
        }
    }

    /// <summary>Colours as R, G, B bytes.</summary>
    public uint[] Colors { get; }

    /// <summary>The same colours as <see cref="Ycc"/>.</summary>
    public ulong[] Pixels { get; }

    /// <summary>Mean squared distance, in units of <see cref="Ycc"/>, of what it was built for; 0 when every colour is in it.</summary>
    public double MeanError { get; }

    /// <summary>Number of colours, the transparent entry not counted.</summary>
    public int Count => Colors.Length;

    /// <summary>Index that leaves the canvas as it is; one past the last of a full table, which has none.</summary>
    public int Transparent => Colors.Length;

    /// <summary>True when every entry is a colour: what is drawn with it covers its part of the canvas.</summary>
    public bool IsOpaque => Count == MostColors;

    /// <summary>Bits of an index, 1–8: the table in the file has two to this power entries.</summary>
    public int Bits { get; } = 1;

    /// <summary>Bytes of the table in the file.</summary>
    public int ByteCount => 3 << Bits;
}

using System.Globalization;

namespace AnimatedImage.Inspection.Avif;

/// <summary>What matters of one item property (ISO/IEC 23008-12, section 6.5).</summary>
/// <param name="Width">Width in pixels for <c>ispe</c>; else 0.</param>
/// <param name="Height">Height in pixels for <c>ispe</c>; else 0.</param>
/// <param name="IsAlpha">True for an <c>auxC</c> that names an alpha plane.</param>
/// <param name="IsQuarterTurn">True for an <c>irot</c> of 90 or 270 degrees.</param>
internal readonly record struct AvifProperty(int Width, int Height, bool IsAlpha, bool IsQuarterTurn)
{
    /// <summary>The auxiliary type of alpha planes, in the two spellings in use.</summary>
    public static ReadOnlySpan<byte> AlphaType => "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"u8;

    private static ReadOnlySpan<byte> HevcAlphaType => "urn:mpeg:hevc:2015:auxid:1"u8;

    /// <summary>Reads the property that the reader stands in.</summary>
    public static AvifProperty Read(ContainerReader reader, Box box) => box.Type switch
    {
        BoxType.SpatialExtents => ReadExtents(reader),
        BoxType.AuxiliaryType => new AvifProperty(0, 0, ReadIsAlpha(reader, box), false),
        BoxType.Rotation => new AvifProperty(0, 0, false, (reader.ReadByte() & 1) != 0),
        _ => default,
    };

    private static AvifProperty ReadExtents(ContainerReader reader)
    {
        reader.Skip(4);
        uint width = reader.ReadUInt32();
        uint height = reader.ReadUInt32();
        return width is 0 or > int.MaxValue || height is 0 or > int.MaxValue
            ? throw reader.Damaged(string.Create(CultureInfo.InvariantCulture, $"a picture of {width} × {height} pixels is impossible"))
            : new AvifProperty((int)width, (int)height, false, false);
    }

    private static bool ReadIsAlpha(ContainerReader reader, Box box)
    {
        Span<byte> type = stackalloc byte[64];
        reader.Skip(4);
        type = type[..(int)Math.Clamp(box.End - reader.Position, 0, type.Length)];
        reader.Read(type);
        return IsTerminated(type, AlphaType) || IsTerminated(type, HevcAlphaType);
    }

    private static bool IsTerminated(ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected) =>
        text.StartsWith(expected) && (text.Length == expected.Length || text[expected.Length] == 0);
}

namespace AnimatedImage.Inspection.Avif;

/// <summary>The primary item of an AVIF (ISO/IEC 23008-12, section 6; ISO/IEC 14496-12, section 8.11).</summary>
internal sealed class AvifStill
{
    // Files hold about ten properties and one alpha item; more than this is not looked at.
    private const int MaxProperties = 1024;
    private const int MaxAuxiliaries = 16;

    private readonly List<AvifProperty> _properties = [];
    private readonly List<uint> _auxiliaries = [];
    private uint _primary;

    private AvifStill()
    {
    }

    /// <summary>Displayed width in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Displayed height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>True when an alpha item belongs to the primary item.</summary>
    public bool HasAlpha { get; private set; }

    /// <summary>Bytes of the item's data.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads the file's meta box; null when it has no primary picture.</summary>
    public static AvifStill? Read(ContainerReader reader, Box meta)
    {
        Box content = meta with { Start = meta.Start + 4 };
        AvifStill still = new();
        if (!content.TryFind(reader, BoxType.PrimaryItem, out _))
        {
            return null;
        }

        (byte version, _) = Box.ReadVersion(reader);
        still._primary = ReadId(reader, version > 0);
        if (content.TryFind(reader, BoxType.ItemReference, out Box references))
        {
            still.ReadReferences(reader, references);
        }

        if (content.TryFind(reader, BoxType.ItemLocation, out Box locations))
        {
            still.Bytes = AvifItemLocation.BytesOf(reader, locations, still._primary);
        }

        if (content.TryFind(reader, BoxType.ItemProperties, out Box properties))
        {
            still.ReadProperties(reader, properties);
        }

        return still.Width > 0 && still.Height > 0 ? still : throw reader.Damaged("its picture has no size");
    }

    private static uint ReadId(ContainerReader reader, bool isLong) => isLong ? reader.ReadUInt32() : reader.ReadUInt16();

    private void ReadReferences(ContainerReader reader, Box references)
    {
        (byte version, _) = Box.ReadVersion(reader);
        while (Box.TryNext(reader, references.End, out Box link))
        {
            if (link.Type == BoxType.AuxiliaryLink)
            {
                uint from = ReadId(reader, version > 0);
                for (uint count = reader.ReadUInt16(); count > 0 && reader.Position < link.End; count--)
                {
                    if (ReadId(reader, version > 0) == _primary && _auxiliaries.Count < MaxAuxiliaries)
                    {
                        _auxiliaries.Add(from);
                    }
                }
            }

            reader.Position = link.End;
        }
    }

    private void ReadProperties(ContainerReader reader, Box properties)
    {
        if (!properties.TryFind(reader, BoxType.PropertyContainer, out Box container))
        {
            return;
        }

        while (_properties.Count < MaxProperties && Box.TryNext(reader, container.End, out Box box))
        {
            _properties.Add(AvifProperty.Read(reader, box));
            reader.Position = box.End;
        }

        reader.Position = properties.Start;
        while (Box.TryNext(reader, properties.End, out Box box))
        {
            if (box.Type == BoxType.PropertyAssociation)
            {
                ReadAssociations(reader, box);
            }

            reader.Position = box.End;
        }
    }

    private void ReadAssociations(ContainerReader reader, Box box)
    {
        (byte version, uint flags) = Box.ReadVersion(reader);
        bool isWide = (flags & 1) != 0;
        for (uint items = reader.ReadUInt32(); items > 0 && reader.Position < box.End; items--)
        {
            uint item = ReadId(reader, version > 0);
            for (int count = reader.ReadByte(); count > 0; count--)
            {
                // The highest bit says "essential"; indices count from 1.
                int index = (isWide ? reader.ReadUInt16() & 0x7FFF : reader.ReadByte() & 0x7F) - 1;
                if (index >= 0 && index < _properties.Count)
                {
                    Apply(item, _properties[index]);
                }
            }
        }
    }

    private void Apply(uint item, AvifProperty property)
    {
        if (item != _primary)
        {
            HasAlpha |= property.IsAlpha && _auxiliaries.Contains(item);
            return;
        }

        if (property.Width > 0)
        {
            (Width, Height) = (property.Width, property.Height);
        }

        // Rotation stands after the size it turns: properties apply in order.
        if (property.IsQuarterTurn)
        {
            (Width, Height) = (Height, Width);
        }
    }
}

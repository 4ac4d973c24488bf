namespace AnimatedImage.Inspection.Avif;

/// <summary>One box of an ISO base media file (ISO/IEC 14496-12, section 4.2).</summary>
/// <param name="Type">Its type, see <see cref="BoxType"/>.</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct Box(uint Type, long Start, long End)
{
    private const int HeaderLength = 8;

    /// <summary>Bytes of its content.</summary>
    public long Length => End - Start;

    /// <summary>Reads the next header inside of the box that the reader stands in; false at that box's end. The reader then stands at the content.</summary>
    public static bool TryNext(ContainerReader reader, long end, out Box box)
    {
        box = default;
        if (!TryReadHeader(reader, end, out Box claimed))
        {
            return false;
        }

        if (claimed.End < claimed.Start || claimed.End > end)
        {
            throw reader.Damaged("a box is larger than what holds it, or smaller than its own header");
        }

        box = claimed;
        return true;
    }

    /// <summary>Reads the next header at the file's top level. A size that runs past the end of the file is cut off data, or no box at all.</summary>
    /// <returns>False at the end, and where something begins that is no box.</returns>
    public static bool TryNextOfFile(ContainerReader reader, out Box box)
    {
        box = default;
        if (!TryReadHeader(reader, reader.Length, out Box claimed))
        {
            return false;
        }

        if (claimed.End >= claimed.Start && claimed.End <= reader.Length)
        {
            box = claimed;
            return true;
        }

        bool isKnown = claimed.Type is BoxType.FileType or BoxType.Meta or BoxType.Movie or BoxType.MediaData or BoxType.Free or BoxType.SkipSpace or BoxType.Uuid;
        return isKnown ? throw reader.EndsEarly() : false;
    }

    /// <summary>Finds the first box of a type among the children; false when there is none.</summary>
    public bool TryFind(ContainerReader reader, uint type, out Box found)
    {
        reader.Position = Start;
        while (TryNext(reader, End, out found))
        {
            if (found.Type == type)
            {
                return true;
            }

            reader.Position = found.End;
        }

        return false;
    }

    /// <summary>Reads the version and flags that full boxes begin with.</summary>
    public static (byte Version, uint Flags) ReadVersion(ContainerReader reader)
    {
        uint word = reader.ReadUInt32();
        return ((byte)(word >> 24), word & 0xFFFFFF);
    }

    private static bool TryReadHeader(ContainerReader reader, long end, out Box box)
    {
        box = default;
        long start = reader.Position;
        if (start + HeaderLength > end)
        {
            return false;
        }

        const uint ToTheEnd = 0, LargeSize = 1;
        uint size = reader.ReadUInt32();
        uint type = reader.ReadUInt32();
        long boxEnd = size switch
        {
            ToTheEnd => end,
            LargeSize => (long)Math.Min(reader.ReadUInt64(), long.MaxValue / 2) + start,
            _ => start + size,
        };
        box = new Box(type, reader.Position, boxEnd);
        return true;
    }
}

using System.Buffers.Binary;

namespace AnimatedImage.Gateway;

/// <summary>
/// Finds the index of an MP4 or MOV file (ISO/IEC 14496-12): its box <c>moov</c>. Every program that opens the file reads all of it, so
/// fetching exactly that at once wastes nothing, while reading ahead from its beginning would not know where to stop.
/// </summary>
internal static class MovieIndex
{
    private const int HeaderBytes = 16;
    private const int MostBoxes = 16;

    /// <summary>Where the index is; null when the file has none that was found in its first boxes.</summary>
    /// <param name="file">The file, seekable.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<(long Start, long End)?> FindAsync(Stream file, CancellationToken cancellationToken)
    {
        byte[] header = new byte[HeaderBytes];
        long position = 0;
        for (int box = 0; box < MostBoxes && file.Length - position >= HeaderBytes; box++)
        {
            file.Position = position;
            await file.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            size = size == 1 ? BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8)) : size;
            bool isIndex = header.AsSpan(4, 4).SequenceEqual("moov"u8);
            if (size < 8 || size > file.Length - position || !(isIndex || IsPassed(header.AsSpan(4, 4))))
            {
                return null;
            }

            if (isIndex)
            {
                return (position, position + size);
            }

            position += size;
        }

        return null;
    }

    // Fragments (moof) have their indexes among their pictures; a reader goes through them as it needs them.
    private static bool IsPassed(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8) || type.SequenceEqual("wide"u8)
        || type.SequenceEqual("mdat"u8) || type.SequenceEqual("uuid"u8) || type.SequenceEqual("pnot"u8);
}

using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Avif;

namespace AnimatedImage.Media;

/// <summary>
/// Counts the key frames of an MP4 or MOV file by its table of sync samples (ISO/IEC 14496-12, section 8.6.2): a dozen short reads, where
/// ffprobe would read every packet. Nothing of the video itself is looked at.
/// </summary>
internal static class KeyFrameIndex
{
    /// <summary>The number of key frames; null where the file does not say, as one made of fragments does not.</summary>
    /// <param name="file">The file, seekable.</param>
    /// <param name="stream">The video stream's index: ffmpeg counts tracks in their order.</param>
    public static long? Count(Stream file, int stream)
    {
        try
        {
            ContainerReader reader = new(file, "");
            return Movie(reader) is { } movie && !movie.TryFind(reader, BoxType.MovieExtends, out _) && Track(reader, movie, stream) is { } track
                ? CountIn(reader, track)
                : null;
        }
        catch (Exception failure) when (failure is ConversionException or IOException)
        {
            // Damaged, or other than it says: whoever decodes it will tell, if it matters.
            return null;
        }
    }

    private static Box? Movie(ContainerReader reader)
    {
        while (Box.TryNextOfFile(reader, out Box box))
        {
            if (box.Type == BoxType.Movie)
            {
                return box;
            }

            reader.Position = box.End;
        }

        return null;
    }

    private static Box? Track(ContainerReader reader, Box movie, int index)
    {
        reader.Position = movie.Start;
        while (Box.TryNext(reader, movie.End, out Box box))
        {
            if (box.Type == BoxType.Track && index-- == 0)
            {
                return box;
            }

            reader.Position = box.End;
        }

        return null;
    }

    private static long? CountIn(ContainerReader reader, Box track)
    {
        if (!track.TryFind(reader, BoxType.Media, out Box media)
            || !media.TryFind(reader, BoxType.MediaInformation, out Box information)
            || !information.TryFind(reader, BoxType.VideoHeader, out _)
            || !information.TryFind(reader, BoxType.SampleTable, out Box table))
        {
            return null;
        }

        if (table.TryFind(reader, BoxType.SyncSample, out _))
        {
            Box.ReadVersion(reader);
            return reader.ReadUInt32() is > 0 and uint count ? count : null;
        }

        // Without the table every sample is a key frame.
        if (!table.TryFind(reader, BoxType.SampleSize, out _))
        {
            return null;
        }

        Box.ReadVersion(reader);
        _ = reader.ReadUInt32(); // the size that all samples have
        return reader.ReadUInt32() is > 0 and uint samples ? samples : null;
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Media;

/// <summary>A source on this machine, looked at before ffmpeg is: that it is there, that it is a file with bytes, that it may be read.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Kind">What its first bytes say.</param>
internal sealed record LocalSource(string Path, long Bytes, SourceKind Kind)
{
    private static readonly byte[][] s_boxes = [[.. "ftyp"u8], [.. "moov"u8], [.. "mdat"u8], [.. "wide"u8], [.. "free"u8], [.. "skip"u8], [.. "styp"u8], [.. "moof"u8]];
    private static readonly byte[][] s_magics =
    [
        [0x1A, 0x45, 0xDF, 0xA3], // EBML: Matroska, WebM
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], // ASF header object
        [0x00, 0x00, 0x01, 0xBA], // MPEG program stream
        [0x00, 0x00, 0x01, 0xB3], // MPEG video
        [0x06, 0x0E, 0x2B, 0x34], // MXF
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], // PNG
        [.. "FLV"u8],
        [.. "OggS"u8],
        [.. ".RMF"u8],
        [.. "GIF8"u8],
        [.. "YUV4MPEG2"u8],
        [.. "nut/multimedia container"u8],
    ];

    /// <summary>The path by which a child finds the file: what a shell handed over as <c>/dev/stdin</c> has that name for us alone.</summary>
    public string PathForChildren => Path.StartsWith("/dev/", StringComparison.Ordinal) ? RealPath.Of(Path) : Path;

    /// <summary>Looks at a local file.</summary>
    /// <exception cref="ConversionException">It is missing, a folder, empty or not readable.</exception>
    public static async Task<LocalSource> OpenAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        string path = location.Path;
        if (Directory.Exists(path))
        {
            throw new ConversionException(ErrorId.PathIsDirectory, FailureKind.Input, $"{path} is a folder, not a video.", "Name the files in it, for instance with a wildcard.");
        }

        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                throw Missing(path, null);
            }

            // Asked before opening, because to open a pipe without a writer would wait for ever; its length is 0.
            if (file.Length == 0)
            {
                throw new ConversionException(ErrorId.EmptySource, FailureKind.Source, $"{path} is empty: it holds no bytes.", "The download or upload that made it failed; get the file again.");
            }

            FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                byte[] head = new byte[64];
                int count = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return new LocalSource(path, stream.Length, KindOf(head.AsSpan(0, count)));
            }
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(path, failure);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new ConversionException(ErrorId.AccessDenied, FailureKind.Input, $"{path} cannot be read: {failure.Message.TrimEnd('.')}.", "Check its permissions, and whether another program holds it.", failure);
        }
    }

    /// <summary>What the first bytes of a file say; 64 are enough.</summary>
    internal static SourceKind KindOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("#EXTM3U"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, .. "#EXTM3U"u8]))
        {
            return SourceKind.Playlist;
        }

        if (head.Length >= 12 && head.StartsWith("RIFF"u8))
        {
            return head[8..12].SequenceEqual("WEBP"u8) ? SourceKind.WebP
                : head[8..11].SequenceEqual("AVI"u8) ? SourceKind.Video
                : SourceKind.Unknown;
        }

        return IsVideo(head) ? SourceKind.Video : SourceKind.Unknown;
    }

    private static bool IsVideo(ReadOnlySpan<byte> head)
    {
        foreach (byte[] magic in s_magics)
        {
            if (head.StartsWith(magic))
            {
                return true;
            }
        }

        foreach (byte[] box in s_boxes)
        {
            if (head.Length >= 8 && head[4..8].SequenceEqual(box))
            {
                return true;
            }
        }

        return false;
    }

    private static ConversionException Missing(string path, Exception? inner) =>
        new(ErrorId.PathNotFound, FailureKind.Input, $"{path} does not exist.", "Check the path; a name with [ or ] needs -LiteralPath.", inner);
}

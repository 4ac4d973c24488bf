using System.Buffers;
using System.Buffers.Binary;
using AnimatedImage.Failures;

namespace AnimatedImage.Inspection.Webp;

/// <summary>
/// The frames of a WebP, each of which can be copied out as a still WebP of its own: every ffmpeg decodes those,
/// animated ones only late versions.
/// </summary>
internal sealed record WebpAnimation
{
    /// <summary>Canvas width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Canvas height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The background colour as stored, 0xAARRGGBB; players may take it for transparent, and browsers do.</summary>
    public required uint Background { get; init; }

    /// <summary>Total plays; 0 = forever.</summary>
    public required int PlayCount { get; init; }

    /// <summary>True when the file says that it has transparency.</summary>
    public required bool HasAlpha { get; init; }

    /// <summary>The frames in playing order; one for a still picture.</summary>
    public required IReadOnlyList<WebpFrame> Frames { get; init; }

    /// <summary>The content key; null when there is none.</summary>
    public string? ContentKey { get; init; }

    /// <summary>Reads the structure of a WebP from a seekable stream.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.NotAnimation"/> or <see cref="ErrorId.DamagedSource"/>.</exception>
    public static WebpAnimation Read(Stream stream, string name)
    {
        ContainerReader reader = new(stream, name);
        Span<byte> magic = stackalloc byte[12];
        if (reader.ReadAtMost(magic) < magic.Length || !magic.StartsWith("RIFF"u8) || !magic[8..].SequenceEqual("WEBP"u8))
        {
            throw reader.NotAnimation("it does not begin as WebP does");
        }

        return WebpReader.ReadStructure(reader);
    }

    /// <summary>
    /// Copies one frame as a whole still WebP file of the frame's own size: RIFF header, VP8X and ALPH where the frame has an alpha
    /// chunk, bitstream. Memory is bounded by one small buffer.
    /// </summary>
    /// <param name="source">The stream that was read.</param>
    /// <param name="frame">One of <see cref="Frames"/>.</param>
    /// <param name="target">Receives the file.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    public static async Task CopyStillAsync(Stream source, WebpFrame frame, Stream target, CancellationToken cancellationToken)
    {
        await target.WriteAsync(StillHeader(frame), cancellationToken).ConfigureAwait(false);
        await CopyAsync(source, frame.Alpha, target, cancellationToken).ConfigureAwait(false);
        await CopyAsync(source, frame.Bitstream, target, cancellationToken).ConfigureAwait(false);
    }

    private static byte[] StillHeader(WebpFrame frame)
    {
        bool extended = frame.Alpha.Length > 0;
        byte[] header = new byte[extended ? 30 : 12];
        long riffLength = header.Length - 8 + Padded(frame.Alpha.Length) + Padded(frame.Bitstream.Length);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)riffLength);
        "WEBP"u8.CopyTo(header.AsSpan(8));
        if (extended)
        {
            const byte AlphaFlag = 0x10;
            "VP8X"u8.CopyTo(header.AsSpan(12));
            header[16] = 10;
            header[20] = AlphaFlag;
            WriteUInt24(header.AsSpan(24), frame.Width - 1);
            WriteUInt24(header.AsSpan(27), frame.Height - 1);
        }

        return header;
    }

    private static async Task CopyAsync(Stream source, FileRange range, Stream target, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(range.Length + 1, 64 * 1024));
        try
        {
            source.Position = range.Offset;
            for (long left = range.Length; left > 0;)
            {
                int read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new EndOfStreamException("The WebP file became shorter while it was read.");
                }

                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                left -= read;
            }

            if ((range.Length & 1) != 0)
            {
                buffer[0] = 0;
                await target.WriteAsync(buffer.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static long Padded(long length) => length + (length & 1);

    private static void WriteUInt24(Span<byte> target, int value)
    {
        target[0] = (byte)value;
        target[1] = (byte)(value >> 8);
        target[2] = (byte)(value >> 16);
    }
}

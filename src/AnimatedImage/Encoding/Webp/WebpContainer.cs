using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Writes the container of an animated WebP (RFC 9649, section 2.7) around pictures that are already encoded: libwebp guesses the
/// last frame's delay from the others, drops delay and plays of a single frame, and knows neither several encoders nor a content key.
/// </summary>
internal static class WebpContainer
{
    private const int RiffHeaderLength = 12;
    private const int ExtendedHeaderLength = WebpChunk.HeaderLength + 10;
    private const int AnimationLength = WebpChunk.HeaderLength + 6;
    private const byte AnimationFlag = 0x02;
    private const byte AlphaFlag = 0x10;
    private const int MaxDelay = 0xFFFFFF;

    /// <summary>Writes the file.</summary>
    /// <param name="chunks">Where the pictures' chunks lie; seekable.</param>
    /// <param name="pictures">The pictures in order; the first appears with frame 0.</param>
    /// <param name="delays">How long each frame is shown in milliseconds; one that has no picture of its own adds to the picture before.</param>
    /// <param name="settings">Size, plays and content key.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> WriteAsync(
        Stream chunks,
        IReadOnlyList<WebpPicture> pictures,
        IReadOnlyList<long> delays,
        EncoderSettings settings,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long[] shown = Shown(pictures, delays);
        byte[] key = settings.ContentKey is null ? [] : ContentKeyMark.WebpChunk(settings.ContentKey);
        yield return Header(pictures, shown.Sum(Fillers), settings, key.Length);
        byte[] buffer = new byte[64 * 1024];
        for (int index = 0; index < pictures.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WebpFrame frame = pictures[index].Frame;
            long fillers = Fillers(shown[index]);
            yield return WebpFrameHeader.Of(frame, (int)(shown[index] - (fillers * MaxDelay)));
            foreach (FileRange range in new[] { frame.Alpha, frame.Bitstream })
            {
                await foreach (ReadOnlyMemory<byte> piece in EncodedSpool.ReadAsync(chunks, range.Offset, range.Length, buffer).ConfigureAwait(false))
                {
                    yield return piece;
                }

                if ((range.Length & 1) != 0)
                {
                    yield return new byte[1];
                }
            }

            for (; fillers > 0; fillers--)
            {
                yield return WebpFrameHeader.Filler(MaxDelay);
            }
        }

        if (key.Length > 0)
        {
            yield return key;
        }
    }

    private static long[] Shown(IReadOnlyList<WebpPicture> pictures, IReadOnlyList<long> delays)
    {
        long[] shown = new long[pictures.Count];
        for (int frame = 0, picture = 0; frame < delays.Count; frame++)
        {
            picture += picture + 1 < pictures.Count && pictures[picture + 1].Index == frame ? 1 : 0;
            shown[picture] += delays[frame];
        }

        return shown;
    }

    private static long Fillers(long delay) => Math.Max(0, (delay - 1) / MaxDelay);

    private static byte[] Header(IReadOnlyList<WebpPicture> pictures, long fillers, EncoderSettings settings, int keyLength)
    {
        long frames = pictures.Sum(static picture => WebpFrameHeader.Length + WebpFrameHeader.PictureLength(picture.Frame));
        byte[] header = new byte[RiffHeaderLength + ExtendedHeaderLength + AnimationLength];
        Span<byte> riff = header;
        "RIFF"u8.CopyTo(riff);
        BinaryPrimitives.WriteUInt32LittleEndian(
            riff[4..], checked((uint)(header.Length - WebpChunk.HeaderLength + frames + (fillers * WebpFrameHeader.FillerLength) + keyLength)));
        "WEBP"u8.CopyTo(riff[8..]);

        bool hasAlpha = fillers > 0 || pictures.Any(static picture => picture.Frame.HasAlpha);
        Span<byte> extended = riff[RiffHeaderLength..];
        "VP8X"u8.CopyTo(extended);
        BinaryPrimitives.WriteUInt32LittleEndian(extended[4..], 10);
        extended[8] = (byte)(AnimationFlag | (hasAlpha ? AlphaFlag : 0));
        WebpFrameHeader.WriteUInt24(extended[12..], settings.Width - 1);
        WebpFrameHeader.WriteUInt24(extended[15..], settings.Height - 1);

        Span<byte> control = extended[ExtendedHeaderLength..];
        "ANIM"u8.CopyTo(control);
        BinaryPrimitives.WriteUInt32LittleEndian(control[4..], 6);
        // Background 0 is transparent, what players show anyway.
        BinaryPrimitives.WriteUInt16LittleEndian(control[12..], (ushort)settings.PlayCount);
        return header;
    }
}

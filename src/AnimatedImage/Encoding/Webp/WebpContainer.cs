using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Writes the container of an animated WebP (RFC 9649, section 2.7) around pictures that are already encoded: libwebp guesses the
/// last frame's delay from the others, drops delay and plays of a single frame, and knows no content key.
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
    /// <param name="encoded">What libwebp wrote, an animation or a still picture; seekable.</param>
    /// <param name="settings">Plays and content key.</param>
    /// <param name="ticks">The sum of all delays in milliseconds; the last frame's delay is what the frames before it leave.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> WriteAsync(
        Stream encoded, EncoderSettings settings, long ticks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        WebpAnimation animation = WebpAnimation.Read(encoded, "the WebP encoder's file");
        byte[] key = settings.ContentKey is null ? [] : ContentKeyMark.WebpChunk(settings.ContentKey);
        long lastDelay = ticks - (long)animation.Frames.SkipLast(1).Sum(static frame => frame.Duration.TotalMilliseconds);
        int fillers = (int)Math.Max(0, (lastDelay - 1) / MaxDelay);

        yield return Header(animation, settings.PlayCount, fillers, key.Length);
        byte[] buffer = new byte[64 * 1024];
        for (int index = 0; index < animation.Frames.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WebpFrame frame = animation.Frames[index];
            bool isLast = index == animation.Frames.Count - 1;
            long delay = isLast ? lastDelay - ((long)fillers * MaxDelay) : (long)frame.Duration.TotalMilliseconds;
            yield return WebpFrameHeader.Of(frame, (int)delay);
            foreach (FileRange range in new[] { frame.Alpha, frame.Bitstream })
            {
                await foreach (ReadOnlyMemory<byte> piece in EncodedSpool.ReadAsync(encoded, range.Offset, range.Length, buffer).ConfigureAwait(false))
                {
                    yield return piece;
                }

                if ((range.Length & 1) != 0)
                {
                    yield return new byte[1];
                }
            }
        }

        for (int filler = 0; filler < fillers; filler++)
        {
            yield return WebpFrameHeader.Filler(MaxDelay);
        }

        if (key.Length > 0)
        {
            yield return key;
        }
    }

    private static byte[] Header(WebpAnimation animation, int playCount, int fillers, int keyLength)
    {
        long frames = animation.Frames.Sum(static frame => WebpFrameHeader.Length + WebpFrameHeader.PictureLength(frame));
        byte[] header = new byte[RiffHeaderLength + ExtendedHeaderLength + AnimationLength];
        Span<byte> riff = header;
        "RIFF"u8.CopyTo(riff);
        BinaryPrimitives.WriteUInt32LittleEndian(
            riff[4..], checked((uint)(header.Length - WebpChunk.HeaderLength + frames + ((long)fillers * WebpFrameHeader.FillerLength) + keyLength)));
        "WEBP"u8.CopyTo(riff[8..]);

        bool hasAlpha = animation.HasAlpha || fillers > 0 || animation.Frames.Any(static frame => frame.HasAlpha);
        Span<byte> extended = riff[RiffHeaderLength..];
        "VP8X"u8.CopyTo(extended);
        BinaryPrimitives.WriteUInt32LittleEndian(extended[4..], 10);
        extended[8] = (byte)(AnimationFlag | (hasAlpha ? AlphaFlag : 0));
        WebpFrameHeader.WriteUInt24(extended[12..], animation.Width - 1);
        WebpFrameHeader.WriteUInt24(extended[15..], animation.Height - 1);

        Span<byte> control = extended[ExtendedHeaderLength..];
        "ANIM"u8.CopyTo(control);
        BinaryPrimitives.WriteUInt32LittleEndian(control[4..], 6);
        // Background 0 is transparent, what players show anyway.
        BinaryPrimitives.WriteUInt16LittleEndian(control[12..], (ushort)playCount);
        return header;
    }
}

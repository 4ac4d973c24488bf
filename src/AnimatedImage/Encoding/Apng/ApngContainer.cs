using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Apng;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Apng;

/// <summary>
/// Writes an APNG (PNG third edition, section 11.3.6) from what ffmpeg wrote into a pipe: there it cannot go back to count the frames
/// in <c>acTL</c>, guesses the last frame's delay from the one before, and makes a single frame a still PNG without delay and plays.
/// </summary>
internal static class ApngContainer
{
    private const int SignatureLength = 8;
    private const int DelayOffset = 20;

    /// <summary>Writes the file.</summary>
    /// <param name="encoded">What ffmpeg wrote, an animation or a still picture; seekable.</param>
    /// <param name="settings">Size, plays, clock and content key.</param>
    /// <param name="ticks">The sum of all delays; the last frame's delay is what the frames before it leave.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> WriteAsync(
        Stream encoded, EncoderSettings settings, long ticks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (int frames, long ticksBeforeLast) = await MeasureAsync(encoded, settings.Timing.TicksPerSecond).ConfigureAwait(false);
        byte[] lastDelay = Delay(ticks - ticksBeforeLast, settings.Timing.TicksPerSecond);
        byte[] buffer = new byte[64 * 1024];
        int frame = 0;
        bool isControlWritten = false;

        encoded.Position = 0;
        await encoded.ReadExactlyAsync(buffer.AsMemory(0, SignatureLength), cancellationToken).ConfigureAwait(false);
        yield return buffer.AsMemory(0, SignatureLength);
        await foreach (PngPart part in PngPart.ReadAllAsync(encoded).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!isControlWritten && part.Type is PngChunk.FrameControl or PngChunk.ImageData)
            {
                isControlWritten = true;
                yield return PngPart.Write(PngChunk.AnimationControl, Control(Math.Max(frames, 1), settings.PlayCount));
                if (settings.ContentKey is { } key)
                {
                    yield return ContentKeyMark.PngText(key);
                }

                if (frames == 0)
                {
                    yield return PngPart.Write(PngChunk.FrameControl, WholeCanvas(settings, lastDelay));
                }
            }

            if (part.Type == PngChunk.AnimationControl)
            {
                continue;
            }

            if (part.Type == PngChunk.FrameControl && ++frame == frames)
            {
                byte[] control = await part.ReadDataAsync(encoded).ConfigureAwait(false);
                lastDelay.CopyTo(control, DelayOffset);
                yield return PngPart.Write(PngChunk.FrameControl, control);
                continue;
            }

            await foreach (ReadOnlyMemory<byte> piece in EncodedSpool.ReadAsync(encoded, part.Range.Offset, part.Range.Length, buffer).ConfigureAwait(false))
            {
                yield return piece;
            }
        }
    }

    /// <summary>Counts the frames and adds up all their delays but the last.</summary>
    private static async Task<(int Frames, long TicksBeforeLast)> MeasureAsync(Stream encoded, int ticksPerSecond)
    {
        int frames = 0;
        long ticks = 0;
        long last = 0;
        await foreach (PngPart part in PngPart.ReadAllAsync(encoded).ConfigureAwait(false))
        {
            if (part.Type == PngChunk.FrameControl)
            {
                frames++;
                ticks += last;
                ApngFrameControl control = ApngFrameControl.Parse(await part.ReadDataAsync(encoded).ConfigureAwait(false));
                last = (long)Math.Round(control.Delay.TotalSeconds * ticksPerSecond);
            }
        }

        return (frames, ticks);
    }

    private static byte[] Control(int frames, int playCount)
    {
        byte[] data = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(data, frames);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), playCount);
        return data;
    }

    private static byte[] WholeCanvas(EncoderSettings settings, byte[] delay)
    {
        byte[] data = new byte[ApngFrameControl.Length];
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), settings.Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), settings.Height);
        delay.CopyTo(data, DelayOffset);
        return data;
    }

    /// <summary>Numerator and denominator; what does not fit 16 bits is counted in coarser units.</summary>
    private static byte[] Delay(long ticks, int ticksPerSecond)
    {
        int unit = 1;
        while (ticks / unit > ushort.MaxValue)
        {
            unit *= 10;
        }

        byte[] delay = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(delay, (ushort)(ticks / unit));
        BinaryPrimitives.WriteUInt16BigEndian(delay.AsSpan(2), (ushort)Math.Max(1, ticksPerSecond / unit));
        return delay;
    }
}

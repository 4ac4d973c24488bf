using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Apng;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Apng;

/// <summary>Writes an APNG (PNG third edition, section 11.3.6) around compressed pictures.</summary>
internal static class ApngContainer
{
    private const int ChunkHeaderLength = 8;
    private const int SequenceLength = sizeof(uint);
    private const byte TrueColor = 2;
    private const byte TrueColorWithAlpha = 6;

    /// <summary>Writes the file.</summary>
    /// <param name="data">Where the pictures' zlib streams lie; seekable.</param>
    /// <param name="pictures">The pictures in order; the first covers the canvas.</param>
    /// <param name="delays">How long each is shown, in ticks.</param>
    /// <param name="settings">Size, plays, clock and content key.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> WriteAsync(
        Stream data,
        IReadOnlyList<ApngFrame> pictures,
        IReadOnlyList<long> delays,
        EncoderSettings settings,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Beginning(pictures.Count, settings);
        byte[] buffer = new byte[64 * 1024];
        uint sequence = 0;
        for (int index = 0; index < pictures.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ApngFrame picture = pictures[index];
            yield return Control(picture, sequence++, delays[index], settings.Timing.TicksPerSecond);
            PngChecksum checksum = default;
            byte[] header = index == 0 ? ImageHeader(PngChunk.ImageData, picture.Data.Length, null) : ImageHeader(PngChunk.FrameData, picture.Data.Length, sequence++);
            checksum.Add(header.AsSpan(SequenceLength));
            yield return header;
            await foreach (ReadOnlyMemory<byte> piece in EncodedSpool.ReadAsync(data, picture.Data.Offset, picture.Data.Length, buffer).ConfigureAwait(false))
            {
                checksum.Add(piece.Span);
                yield return piece;
            }

            byte[] sum = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(sum, checksum.Value);
            yield return sum;
        }

        yield return Chunk(PngChunk.End, []);
    }

    /// <summary>The signature and the chunks before the first picture.</summary>
    private static byte[] Beginning(int count, EncoderSettings settings)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, settings.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), settings.Height);
        header[8] = 8;
        header[9] = settings.HasAlpha ? TrueColorWithAlpha : TrueColor;

        byte[] animation = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(animation, count);
        BinaryPrimitives.WriteInt32BigEndian(animation.AsSpan(4), settings.PlayCount);
        byte[] key = settings.ContentKey is { } text ? ContentKeyMark.PngText(text) : [];
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk(PngChunk.Header, header), .. Chunk(PngChunk.AnimationControl, animation), .. key];
    }

    private static byte[] Control(ApngFrame picture, uint sequence, long delay, int ticksPerSecond)
    {
        byte[] data = new byte[ApngFrameControl.Length];
        BinaryPrimitives.WriteUInt32BigEndian(data, sequence);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), picture.Area.Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), picture.Area.Height);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(12), picture.Area.X);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(16), picture.Area.Y);
        WriteDelay(data.AsSpan(20), delay, ticksPerSecond);
        data[25] = picture.Blend == FrameBlend.Over ? (byte)1 : (byte)0;
        return Chunk(PngChunk.FrameControl, data);
    }

    /// <summary>Numerator and denominator; what does not fit 16 bits is counted in coarser units.</summary>
    private static void WriteDelay(Span<byte> target, long ticks, int ticksPerSecond)
    {
        int unit = 1;
        while (ticks / unit > ushort.MaxValue)
        {
            unit *= 10;
        }

        // What is left of the last unit is a part of a whole play that nobody sees: delays that long are more than a minute.
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)(ticks / unit));
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)Math.Max(1, ticksPerSecond / unit));
    }

    private static byte[] ImageHeader(uint type, long length, uint? sequence)
    {
        byte[] header = new byte[ChunkHeaderLength + (sequence is null ? 0 : SequenceLength)];
        BinaryPrimitives.WriteUInt32BigEndian(header, checked((uint)(header.Length - ChunkHeaderLength + length)));
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), type);
        if (sequence is { } number)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(ChunkHeaderLength), number);
        }

        return header;
    }

    private static byte[] Chunk(uint type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[ChunkHeaderLength + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), type);
        data.CopyTo(chunk.AsSpan(ChunkHeaderLength));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(ChunkHeaderLength + data.Length), PngChecksum.Of(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }
}

using System.Buffers.Binary;

namespace AnimatedImage.Inspection.Apng;

/// <summary>An APNG frame control chunk (PNG third edition, section 11.3.6.2).</summary>
/// <param name="X">Left edge on the canvas.</param>
/// <param name="Y">Top edge on the canvas.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Delay">How long the frame is shown.</param>
/// <param name="Disposal">What happens to its area afterwards.</param>
/// <param name="Blend">How it is put on the canvas.</param>
internal readonly record struct ApngFrameControl(uint X, uint Y, uint Width, uint Height, TimeSpan Delay, FrameDisposal Disposal, FrameBlend Blend)
{
    /// <summary>Bytes of the chunk's data.</summary>
    public const int Length = 26;

    /// <summary>Reads the chunk's data, sequence number first.</summary>
    public static ApngFrameControl Parse(ReadOnlySpan<byte> data)
    {
        int numerator = BinaryPrimitives.ReadUInt16BigEndian(data[20..]);
        int denominator = BinaryPrimitives.ReadUInt16BigEndian(data[22..]);
        return new ApngFrameControl(
            BinaryPrimitives.ReadUInt32BigEndian(data[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
            // A denominator of 0 stands for 100.
            new TimeSpan(TimeSpan.TicksPerSecond * numerator / (denominator == 0 ? 100 : denominator)),
            data[24] switch { 1 => FrameDisposal.Background, 2 => FrameDisposal.Previous, _ => FrameDisposal.Keep },
            data[25] == 1 ? FrameBlend.Over : FrameBlend.Source);
    }
}

using AnimatedImage.Media;

namespace AnimatedImage.Frames.Nut;

/// <summary>The header of the one stream: raw RGBA video.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="TimeBase">Seconds a timestamp unit.</param>
/// <param name="TimestampBits">How many low bits of a timestamp are stored where the rest is as in the last one.</param>
internal sealed record NutVideoStream(int Width, int Height, Rational TimeBase, int TimestampBits)
{
    /// <summary>Parses a packet's body.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or anything but RGBA video.</exception>
    public static NutVideoStream Parse(ref NutFields fields, NutMainHeader main)
    {
        fields.ReadVariable(0, 0, "stream number");
        fields.ReadVariable(NutFormat.VideoClass, NutFormat.VideoClass, "stream class");
        ReadOnlySpan<byte> code = fields.ReadBytes(fields.ReadVariable(0, 16, "codec code's size"));
        if (!code.SequenceEqual(NutFormat.Rgba))
        {
            throw new InvalidDataException($"The NUT stream holds {Convert.ToHexString(code)} instead of RGBA frames.");
        }

        Rational timeBase = main.TimeBases[fields.ReadVariable(0, main.TimeBases.Count - 1, "time base number")];
        int timestampBits = fields.ReadVariable(0, 15, "timestamp width");
        fields.ReadVariable(); // max_pts_distance
        fields.ReadVariable(); // decode_delay
        fields.ReadVariable(); // stream_flags
        fields.ReadBytes(fields.ReadVariable(0, NutInput.MaxHeader, "codec data's size"));
        int width = fields.ReadVariable(1, ushort.MaxValue, "width");
        int height = fields.ReadVariable(1, ushort.MaxValue, "height");
        return new NutVideoStream(width, height, timeBase, timestampBits);
    }
}

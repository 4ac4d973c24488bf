using AnimatedImage.Media;

namespace AnimatedImage.Frames.Nut;

/// <summary>The header of a stream of raw video.</summary>
/// <param name="Layout">How its pictures keep their pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="TimeBase">Seconds a timestamp unit.</param>
/// <param name="TimestampBits">How many low bits of a timestamp are stored where the rest is as in the last one.</param>
internal sealed record NutVideoStream(PixelLayout Layout, int Width, int Height, Rational TimeBase, int TimestampBits)
{
    /// <summary>Parses a packet's body.</summary>
    /// <param name="fields">From the stream's number on.</param>
    /// <param name="main">The main header.</param>
    /// <param name="number">The stream's number.</param>
    /// <exception cref="InvalidDataException">It is malformed, or anything but video in a <see cref="PixelLayout"/>.</exception>
    public static NutVideoStream Parse(ref NutFields fields, NutMainHeader main, out int number)
    {
        number = fields.ReadVariable(0, main.StreamCount - 1, "stream number");
        fields.ReadVariable(NutFormat.VideoClass, NutFormat.VideoClass, "stream class");
        ReadOnlySpan<byte> code = fields.ReadBytes(fields.ReadVariable(0, 16, "codec code's size"));
        PixelLayout layout = code.SequenceEqual(NutFormat.CodeOf(PixelLayout.Rgba)) ? PixelLayout.Rgba
            : code.SequenceEqual(NutFormat.CodeOf(PixelLayout.Yuv420)) ? PixelLayout.Yuv420
            : throw new InvalidDataException($"The NUT stream holds {Convert.ToHexString(code)} instead of raw frames.");
        Rational timeBase = main.TimeBases[fields.ReadVariable(0, main.TimeBases.Count - 1, "time base number")];
        int timestampBits = fields.ReadVariable(0, 15, "timestamp width");
        fields.ReadVariable(); // max_pts_distance
        fields.ReadVariable(); // decode_delay
        fields.ReadVariable(); // stream_flags
        fields.ReadBytes(fields.ReadVariable(0, NutInput.MaxHeader, "codec data's size"));
        int width = fields.ReadVariable(1, ushort.MaxValue, "width");
        int height = fields.ReadVariable(1, ushort.MaxValue, "height");
        return new NutVideoStream(layout, width, height, timeBase, timestampBits);
    }
}

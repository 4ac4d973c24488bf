using System.Globalization;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding;

/// <summary>What every ffmpeg that encodes is told: the frames come as NUT on standard input, and their times are kept to the tick.</summary>
internal static class EncoderArguments
{
    // Filters and encoders hold a handful of copies of a frame, with 16-bit and planar ones among them.
    private const long FrameCopies = 24;

    /// <summary>
    /// Opens the frames. Nothing is read ahead to guess the frame rate: the headers say everything, and twenty large frames in
    /// the child's memory would be much.
    /// </summary>
    public static IReadOnlyList<string> Input { get; } =
        [.. FFmpegArguments.Common, "-fpsprobesize", "0", "-analyzeduration", "0", "-probesize", "32", "-f", "nut", "-i", "pipe:0"];

    /// <summary>Writes the file to standard output, without the encoder's version in it: the same settings give the same bytes.</summary>
    /// <param name="muxer">ffmpeg's name of the file format.</param>
    public static IReadOnlyList<string> Output(string muxer) =>
        ["-map_metadata", "-1", "-flags", "+bitexact", "-fflags", "+bitexact", "-f", muxer, "pipe:1"];

    /// <summary>Makes the encoder count in the ticks that the frames are timed in.</summary>
    public static IReadOnlyList<string> Clock(EncoderSettings settings) =>
        ["-enc_time_base", string.Create(CultureInfo.InvariantCulture, $"1:{settings.Timing.TicksPerSecond}")];

    /// <summary>
    /// The frames are ours and their size is checked, so the memory grows with them; the conversion's own time limit ends the child.
    /// </summary>
    public static ProcessLimits Limits(EncoderSettings settings) =>
        new() { Memory = (4L << 30) + (FrameCopies * 4 * settings.Width * settings.Height) };
}

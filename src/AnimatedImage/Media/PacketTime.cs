using System.Globalization;

namespace AnimatedImage.Media;

/// <summary>What one line of <see cref="FFmpegArguments.ProbePackets"/> says.</summary>
/// <param name="Presentation">When its frame is shown, in ticks of the stream's clock; null when the container does not say.</param>
/// <param name="Decoding">Its place in decoding order on the same clock; null when the container does not say.</param>
/// <param name="Duration">How long its frame is shown; zero when unknown.</param>
/// <param name="IsKey">True when decoding can begin here.</param>
/// <param name="IsDiscarded">True when an edit list hides its frame.</param>
internal readonly record struct PacketTime(long? Presentation, long? Decoding, long Duration, bool IsKey, bool IsDiscarded)
{
    /// <summary>Reads <c>pts=40|dts=0|duration=40|flags=K_</c> with fields missing or <c>N/A</c>; null for any other line.</summary>
    public static PacketTime? Parse(string line)
    {
        if (!line.Contains("flags=", StringComparison.Ordinal))
        {
            return null;
        }

        PacketTime packet = default;
        foreach (string field in line.Split('|'))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string value = field[(equals + 1)..];
            packet = (equals < 0 ? string.Empty : field[..equals]) switch
            {
                "pts" => packet with { Presentation = Ticks(value) },
                "dts" => packet with { Decoding = Ticks(value) },
                "duration" => packet with { Duration = Ticks(value) ?? 0 },
                "flags" => packet with
                {
                    IsKey = value.StartsWith('K'),
                    IsDiscarded = value.Contains('D', StringComparison.Ordinal),
                },
                _ => packet,
            };
        }

        return packet;
    }

    private static long? Ticks(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long ticks) ? ticks : null;
}

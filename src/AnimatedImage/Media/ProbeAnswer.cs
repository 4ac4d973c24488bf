using System.Globalization;
using System.Text.Json;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>Makes a <see cref="MediaInfo"/> of what ffprobe says. Pure: JSON in, description out.</summary>
internal static class ProbeAnswer
{
    // Pictures and bare streams have no index; ffmpeg would begin in the middle of what other frames build upon.
    private static readonly HashSet<string> s_unseekable = new(StringComparer.Ordinal)
    {
        "gif", "apng", "webp_pipe", "h264", "hevc", "vvc", "av1", "obu", "mpegvideo", "m4v", "h263", "h261", "mjpeg", "vc1", "dirac", "cavsvideo",
    };

    /// <summary>Reads the answer.</summary>
    /// <param name="json">ffprobe's <c>-show_format -show_streams</c>.</param>
    /// <param name="input">What was asked about.</param>
    /// <returns>The description; its duration is zero when ffprobe does not know it.</returns>
    /// <exception cref="ConversionException">There is no video stream, or one that cannot be used.</exception>
    public static MediaInfo Parse(string json, MediaInput input)
    {
        using JsonDocument document = Open(json, input);
        JsonElement format = document.RootElement.TryGetProperty("format", out JsonElement found) ? found : default;
        JsonElement[] streams = [.. document.RootElement.Objects("streams")];
        JsonElement stream = BestVideo(streams, input);

        string container = format.Text("format_name") ?? string.Empty;
        TimeSpan containerStart = format.Seconds("start_time") ?? TimeSpan.Zero;
        TimeSpan offset = (stream.Seconds("start_time") ?? containerStart) - containerStart;
        VideoStreamInfo video = ProbeVideo.Parse(stream, input);
        return new MediaInfo
        {
            Input = input,
            Container = container,
            Duration = Duration(stream, format, offset),
            VideoOffset = offset,
            Bytes = format.Integer("size") is > 0 and { } size ? size : null,
            BitRate = format.Integer("bit_rate") is > 0 and { } rate ? rate : null,
            Video = video,
            AudioStreamCount = streams.Count(static s => s.Text("codec_type") == "audio"),
            IsSeekable = !s_unseekable.Contains(container),
        };
    }

    private static JsonDocument Open(string json, MediaInput input)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException failure)
        {
            throw new ConversionException(ErrorId.FFmpegFailed, FailureKind.Internal, $"ffprobe's answer about {input.Location} cannot be read: {failure.Message}", "Install another ffmpeg.", failure)
            {
                Log = FFmpegFailure.Redact(json),
            };
        }
    }

    // As players choose: covers and thumbnails are no video; of several, the largest, then the one marked as default, then the first.
    private static JsonElement BestVideo(JsonElement[] streams, MediaInput input)
    {
        JsonElement[] videos = [.. streams
            .Where(static s => s.Text("codec_type") == "video" && !s.Is("attached_pic") && !s.Is("timed_thumbnails"))
            .OrderByDescending(static s => (s.Integer("width") ?? 0) * (s.Integer("height") ?? 0))
            .ThenByDescending(static s => s.Is("default"))
            .ThenBy(static s => s.Integer("index") ?? 0)];
        if (videos.Length > 0)
        {
            return videos[0];
        }

        string[] kinds = [.. streams.Select(static s => s.Is("attached_pic") ? "a cover picture" : s.Text("codec_type") ?? "unknown data").Distinct().Order(StringComparer.Ordinal)];
        string holds = kinds.Length == 0 ? "no stream at all" : "only " + string.Join(" and ", kinds);
        throw new ConversionException(ErrorId.NoVideoStream, FailureKind.Source, $"{input.Location} has no video stream; it holds {holds}.", "Choose a source with a picture.");
    }

    private static TimeSpan Duration(JsonElement stream, JsonElement format, TimeSpan offset)
    {
        if (stream.Seconds("duration") is { } own && own > TimeSpan.Zero)
        {
            return own;
        }

        TimeSpan whole = format.Seconds("duration") ?? TimeSpan.Zero;
        if (format.Text("format_name")?.Contains("matroska", StringComparison.Ordinal) != true)
        {
            return Positive(whole - offset);
        }

        // What Matroska calls durations, in its header and in a stream's tag, are times at which something ends.
        TimeSpan tagged = TimeSpan.TryParseExact(Trimmed(stream.Tag("DURATION")), @"hh\:mm\:ss\.fffffff", CultureInfo.InvariantCulture, out TimeSpan time) ? time : TimeSpan.Zero;
        TimeSpan end = tagged > TimeSpan.Zero && tagged < whole ? tagged : whole;
        return Positive(end - (stream.Seconds("start_time") ?? TimeSpan.Zero));
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    // Written with nine decimals; a TimeSpan has seven.
    private static string? Trimmed(string? duration) => duration?.Length == 18 ? duration[..16] : duration;
}

using System.Globalization;
using System.Text.Json;
using AnimatedImage.Storage;

namespace AnimatedImage.Requests;

/// <summary>
/// Every member of a request's JSON, in the order they are written: what, which part, which frames, how they play, how large, how good,
/// at what cost, what is stored with it. The names are those of the parameters.
/// </summary>
internal static class RequestMembers
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<RequestMember> All { get; } =
    [
        // A location that holds a secret in its query keeps it: without it the request could not be carried out again.
        new("source", r => r.Source?.Path, (r, json) => r with { Source = MediaLocation.Parse(Text(json)) }),
        new("destination", r => r.Destination, (r, json) => r with { Destination = Text(json) }),
        new("storage", r => r.Storage, (r, json) => r with { Storage = Text(json) }),
        new("destinationStorage", r => r.DestinationStorage, (r, json) => r with { DestinationStorage = Text(json) }),
        new("format", r => r.Formats?.Select(format => format.ToString()), (r, json) => r with { Formats = [.. Texts(json).Select(OutputFormats.Parse)] }),

        new("startTime", r => r.Clip.StartTime, (r, json) => r with { Clip = r.Clip with { StartTime = Time(json) } }),
        new("endTime", r => r.Clip.EndTime, (r, json) => r with { Clip = r.Clip with { EndTime = Time(json) } }),
        new("duration", r => r.Clip.Duration, (r, json) => r with { Clip = r.Clip with { Duration = Time(json) } }),
        new("trimEnd", r => r.Clip.TrimEnd, (r, json) => r with { Clip = r.Clip with { TrimEnd = Time(json) } }),
        new("segment", r => r.Clip.Segments?.Select(segment => segment.ToString()), (r, json) => r with { Clip = r.Clip with { Segments = [.. Texts(json).Select(ClipSegment.Parse)] } }),
        new("strict", r => r.Clip.Strict, (r, json) => r with { Clip = r.Clip with { Strict = json.GetBoolean() } }),

        new("sampleInterval", r => r.Sampling.Interval, (r, json) => r with { Sampling = r.Sampling with { Interval = Number(json) } }),
        new("sampleRate", r => r.Sampling.Rate, (r, json) => r with { Sampling = r.Sampling with { Rate = Number(json) } }),
        new("frameCount", r => r.Sampling.Count, (r, json) => r with { Sampling = r.Sampling with { Count = json.GetInt32() } }),
        new("keyFrameOnly", r => r.Sampling.KeyFrameOnly, (r, json) => r with { Sampling = r.Sampling with { KeyFrameOnly = json.GetBoolean() } }),
        new("frameAccuracy", r => r.Sampling.Accuracy, (r, json) => r with { Sampling = r.Sampling with { Accuracy = Name<FrameAccuracy>(json) } }),

        new("frameRate", r => r.Playback.FrameRate, (r, json) => r with { Playback = r.Playback with { FrameRate = Number(json) } }),
        new("speed", r => r.Playback.Speed, (r, json) => r with { Playback = r.Playback with { Speed = Number(json) } }),
        new("playMode", r => r.Playback.PlayMode, (r, json) => r with { Playback = r.Playback with { PlayMode = Name<PlayMode>(json) } }),
        new("endDelay", r => r.Playback.EndDelay, (r, json) => r with { Playback = r.Playback with { EndDelay = Number(json) } }),
        new("loopCrossfade", r => r.Playback.LoopCrossfade, (r, json) => r with { Playback = r.Playback with { LoopCrossfade = Number(json) } }),
        new("playCount", r => r.Playback.PlayCount, (r, json) => r with { Playback = r.Playback with { PlayCount = json.GetInt32() } }),

        new("width", r => r.Size.Width, (r, json) => r with { Size = r.Size with { Width = FrameDimension.Parse(Text(json)) } }),
        new("height", r => r.Size.Height, (r, json) => r with { Size = r.Size with { Height = FrameDimension.Parse(Text(json)) } }),
        new("longSide", r => r.Size.LongSide, (r, json) => r with { Size = r.Size with { LongSide = json.GetInt32() } }),
        new("shortSide", r => r.Size.ShortSide, (r, json) => r with { Size = r.Size with { ShortSide = json.GetInt32() } }),
        new("scale", r => r.Size.Scale, (r, json) => r with { Size = r.Size with { Scale = Number(json) } }),
        new("scaleType", r => r.Size.ScaleType, (r, json) => r with { Size = r.Size with { ScaleType = Name<ScaleType>(json) } }),
        new("padding", r => r.Size.Padding, (r, json) => r with { Size = r.Size with { Padding = Padding.Parse(Text(json)) } }),
        new("crop", r => r.Size.Crop, (r, json) => r with { Size = r.Size with { Crop = CropRectangle.Parse(Text(json)) } }),
        new("allowUpscale", r => r.Size.AllowUpscale, (r, json) => r with { Size = r.Size with { AllowUpscale = json.GetBoolean() } }),

        new("quality", r => r.Picture.Quality, (r, json) => r with { Picture = r.Picture with { Quality = json.GetInt32() } }),
        new("lossless", r => r.Picture.Lossless, (r, json) => r with { Picture = r.Picture with { Lossless = json.GetBoolean() } }),
        new("colors", r => r.Picture.Colors, (r, json) => r with { Picture = r.Picture with { Colors = json.GetInt32() } }),
        new("dither", r => r.Picture.Dither, (r, json) => r with { Picture = r.Picture with { Dither = Number(json) } }),
        new("background", r => r.Picture.Background, (r, json) => r with { Picture = r.Picture with { Background = RgbColor.Parse(Text(json)) } }),
        new("matte", r => r.Picture.Matte, (r, json) => r with { Picture = r.Picture with { Matte = RgbColor.Parse(Text(json)) } }),

        new("maxSize", r => r.Budget.MaxSize, (r, json) => r with { Budget = r.Budget with { MaxSize = json.GetInt64() } }),
        new("sizePriority", r => r.Budget.Priority?.Select(priority => priority.ToString()), (r, json) => r with { Budget = r.Budget with { Priority = [.. json.EnumerateArray().Select(Name<SizePriority>)] } }),

        new("maxFrame", r => r.Limits.MaxFrame, (r, json) => r with { Limits = r.Limits with { MaxFrame = json.GetInt32() } }),
        new("maxPixel", r => r.Limits.MaxPixel, (r, json) => r with { Limits = r.Limits with { MaxPixel = json.GetInt64() } }),
        new("timeout", r => r.Limits.Timeout?.ToString("c", CultureInfo.InvariantCulture), (r, json) => r with { Limits = r.Limits with { Timeout = Span(json) } }),
        new("metadata", r => r.Object.Metadata, (r, json) => r with { Object = r.Object with { Metadata = Map(json) } }),
        new("cacheControl", r => r.Object.CacheControl, (r, json) => r with { Object = r.Object with { CacheControl = Text(json) } }),
        new("objectTag", r => r.Object.Tags, (r, json) => r with { Object = r.Object with { Tags = Map(json) } }),
        new("storageClass", r => r.Object.StorageClass, (r, json) => r with { Object = r.Object with { StorageClass = Text(json) } }),
        new("force", r => r.Force ? true : null, (r, json) => r with { Force = json.GetBoolean() }),
        new("skipExisting", r => r.SkipExisting ? true : null, (r, json) => r with { SkipExisting = json.GetBoolean() }),
    ];

    /// <summary>A request with those members of another that are wanted, the others unset.</summary>
    public static ConversionRequest Copy(ConversionRequest request, Func<string, bool> isWanted)
    {
        using JsonDocument written = JsonDocument.Parse(RequestJson.Write(request));
        return All
            .Where(member => isWanted(member.Name) && member.Get(request) is not null)
            .Aggregate(new ConversionRequest(), (copy, member) => member.Set(copy, written.RootElement.GetProperty(member.Name)));
    }

    private static string Text(JsonElement json) => json.GetString()!;

    // JSON knows no infinity, but a number too large for a double is read as one.
    private static double Number(JsonElement json) => double.IsFinite(json.GetDouble()) ? json.GetDouble() : throw new OverflowException();

    private static IEnumerable<string> Texts(JsonElement json) => json.EnumerateArray().Select(Text);

    private static Dictionary<string, string> Map(JsonElement json) => json.EnumerateObject().ToDictionary(item => item.Name, item => Text(item.Value));

    private static TimePosition Time(JsonElement json) => TimePosition.Parse(Text(json));

    private static TimeSpan Span(JsonElement json) => TimeSpan.ParseExact(Text(json), "c", CultureInfo.InvariantCulture);

    private static T Name<T>(JsonElement json)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => string.Equals(name, Text(json), StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : throw InvalidValue.Create(Text(json), $"a {typeof(T).Name}", "it is not one of them", $"Give {string.Join(", ", Enum.GetNames<T>())}.");
}

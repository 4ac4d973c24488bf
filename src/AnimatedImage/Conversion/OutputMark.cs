using System.Globalization;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>
/// What a conversion notes in the metadata of an object that it writes: the content key, and what a result tells that would otherwise
/// have to be read from the animation. Times are in seconds.
/// </summary>
internal static class OutputMark
{
    private const string Key = ObjectOptions.ReservedPrefix + "key";
    private const string Width = ObjectOptions.ReservedPrefix + "width";
    private const string Height = ObjectOptions.ReservedPrefix + "height";
    private const string Frames = ObjectOptions.ReservedPrefix + "frames";
    private const string Plays = ObjectOptions.ReservedPrefix + "plays";
    private const string Duration = ObjectOptions.ReservedPrefix + "duration";
    private const string Start = ObjectOptions.ReservedPrefix + "start";
    private const string End = ObjectOptions.ReservedPrefix + "end";

    /// <summary>The metadata of an output that is about to be written.</summary>
    public static IReadOnlyDictionary<string, string> Write(ConversionPlan plan, OutputPlan output) => new Dictionary<string, string>
    {
        [Key] = output.Settings.ContentKey!,
        [Width] = output.Settings.Width.ToString(CultureInfo.InvariantCulture),
        [Height] = output.Settings.Height.ToString(CultureInfo.InvariantCulture),
        [Frames] = output.FrameCount.ToString(CultureInfo.InvariantCulture),
        [Plays] = output.Settings.PlayCount.ToString(CultureInfo.InvariantCulture),
        [Duration] = Seconds(plan.Playback.Duration),
        [Start] = Seconds(plan.Start),
        [End] = Seconds(plan.End),
    };

    /// <summary>The content key of an object; null when no conversion wrote it.</summary>
    public static string? KeyOf(StoreObject current) => current.Metadata.GetValueOrDefault(Key);

    /// <summary>The result for an object that is current; what it does not tell is as planned.</summary>
    public static ConversionResult Read(StoreObject current, ConversionResult planned)
    {
        TimeSpan duration = Time(current, Duration) ?? planned.Duration;
        int frames = Number(current, Frames) ?? planned.FrameCount;
        return planned with
        {
            Width = Number(current, Width) ?? planned.Width,
            Height = Number(current, Height) ?? planned.Height,
            FrameCount = frames,
            PlayCount = Number(current, Plays) ?? planned.PlayCount,
            Duration = duration,
            FrameRate = frames / Math.Max(duration.TotalSeconds, 1e-9),
            StartTime = Time(current, Start) ?? planned.StartTime,
            EndTime = Time(current, End) ?? planned.EndTime,
            Bytes = current.Bytes,
            ETag = current.ETag,
        };
    }

    /// <summary>True when an object tells everything that a result does.</summary>
    public static bool IsComplete(StoreObject current) =>
        KeyOf(current) is not null
        && new[] { Width, Height, Frames, Plays }.All(name => Number(current, name) is not null)
        && new[] { Duration, Start, End }.All(name => Time(current, name) is not null);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture);

    private static int? Number(StoreObject current, string name) =>
        int.TryParse(current.Metadata.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static TimeSpan? Time(StoreObject current, string name) =>
        double.TryParse(current.Metadata.GetValueOrDefault(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}

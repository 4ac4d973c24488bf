using AnimatedImage.Planning;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>The result of an output as far as the plan tells it; the rest is told by what was written, or by what stands there.</summary>
internal static class PlannedResult
{
    /// <summary>The result of an output that has its content key.</summary>
    /// <param name="conversion">What is converted.</param>
    /// <param name="output">The output.</param>
    /// <param name="destination">Where it goes.</param>
    public static ConversionResult Of(PreparedConversion conversion, OutputPlan output, MediaLocation destination) => new()
    {
        Source = conversion.Plan.Source.Input.Location,
        Destination = destination,
        Format = output.Format,
        Width = output.Settings.Width,
        Height = output.Settings.Height,
        FrameCount = output.FrameCount,
        PlayCount = output.Settings.PlayCount,
        Duration = conversion.Plan.Playback.Duration,
        FrameRate = output.FrameCount / Math.Max(conversion.Plan.Playback.Duration.TotalSeconds, 1e-9),
        StartTime = conversion.Plan.Start,
        EndTime = conversion.Plan.End,
        Bytes = 0,
        Md5 = null,
        Sha256 = null,
        BytesRead = conversion.Opened.BytesRead,
        DecodeTime = TimeSpan.Zero,
        EncodeTime = TimeSpan.Zero,
        Warnings = [],
        ContentKey = output.Settings.ContentKey!,
        Template = conversion.Template,
        Request = conversion.Request,
    };
}

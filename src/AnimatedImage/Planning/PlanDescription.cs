using System.Globalization;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>A plan in words, as <c>-WhatIf</c> prints it.</summary>
public static class PlanDescription
{
    /// <summary>One output in one line: <c>clip.mp4 → clip.gif, 480×270, 15 fps, 42 frames, 2.8 s, read by one decode</c>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="output">One of its outputs.</param>
    /// <param name="destination">Where it goes.</param>
    public static string Line(ConversionPlan plan, OutputPlan output, string destination)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        EncoderSettings settings = output.Settings;
        TimeSpan playing = plan.Playback.Duration - plan.Playback.EndDelay;
        string rate = PlanText.Of(output.FrameCount / Math.Max(playing.TotalSeconds, 1e-9), "0.##");
        string about = plan.IsFrameCountExact ? "" : "about ";
        string size = PlanText.Size(settings.Width, settings.Height);
        string duration = PlanText.Of(plan.Playback.Duration.TotalSeconds, "0.##");
        string budget = plan.Budget.MaxSize is { } most ? $", lowered where needed to at most {ByteSize.Write(most)}" : "";
        return $"{plan.Source.Input.Subject} → {destination}, {size}, {rate} fps, {about}{PlanText.Frames(output.FrameCount)}, {duration} s{budget}, {Reading(plan)}";
    }

    /// <summary>How the source is read: <c>read by one decode</c>, <c>read by 20 seeks</c>, …</summary>
    private static string Reading(ConversionPlan plan) => plan.Reading.Mode switch
    {
        ReadingMode.Seeks => string.Create(CultureInfo.InvariantCulture, $"read by {SeekStrategy.Split(plan).Count} seeks{(plan.Selection.KeyFramesWillDo ? " to key frames" : "")}"),
        ReadingMode.KeyFrames => "read by its key frames",
        ReadingMode.FromBeginning => "read from the beginning",
        _ when plan.Windows.Count == 1 => "read by one decode",
        _ => string.Create(CultureInfo.InvariantCulture, $"read by {plan.Windows.Count} decodes"),
    };
}

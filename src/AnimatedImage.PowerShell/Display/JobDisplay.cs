using System.ComponentModel;
using System.Globalization;
using AnimatedImage.Jobs;

namespace AnimatedImage.PowerShell.Display;

/// <summary>Jobs, queues and workers as the module's format views show them, in the session's culture and time zone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JobDisplay
{
    /// <summary>How far a job is, or why it is no farther: <c>42 %</c>, <c>not before 14:00</c>, <c>DamagedSource</c>.</summary>
    public static string Progress(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.State switch
        {
            JobState.Failed => job.Error?.ErrorId ?? string.Empty,
            JobState.Running when job.IsCancelRequested => "stopping",
            JobState.Running when job.Progress.FrameCount == 0 => job.Progress.Stage,
            JobState.Running => Percent(job.Progress.Fraction),
            JobState.Submitted when job.NotBefore is { } time && time > TimeProvider.System.GetUtcNow() => $"from {When(time)}",
            JobState.Success => Percent(1),
            _ => string.Empty,
        };
    }

    /// <summary>The progress in full: <c>Converting, 42 %, frame 21 of 50</c>.</summary>
    public static string FullProgress(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        JobProgress progress = job.Progress;
        string frames = progress.FrameCount == 0
            ? string.Empty
            : string.Create(CultureInfo.CurrentCulture, $", frame {Math.Min(progress.Frame, progress.FrameCount)} of {progress.FrameCount}");
        return $"{progress.Stage}, {Percent(progress.Fraction)}{frames}";
    }

    /// <summary>A moment: the time for today, the date with the time for any other day.</summary>
    public static string When(DateTimeOffset? moment)
    {
        if (moment?.ToLocalTime() is not { } local)
        {
            return string.Empty;
        }

        return local.Date == TimeProvider.System.GetLocalNow().Date
            ? local.ToString("T", CultureInfo.CurrentCulture)
            : local.ToString("g", CultureInfo.CurrentCulture);
    }

    /// <summary>How long ago a moment was: <c>12 s</c>, <c>3 min</c>, <c>5 h</c>, <c>9 d</c>.</summary>
    public static string Ago(DateTimeOffset? moment)
    {
        if (moment is not { } then)
        {
            return string.Empty;
        }

        double seconds = Math.Max(0, (TimeProvider.System.GetUtcNow() - then).TotalSeconds);
        (double value, string unit) = seconds switch
        {
            < 100 => (seconds, "s"),
            < 6000 => (seconds / 60, "min"),
            < 172_800 => (seconds / 3600, "h"),
            _ => (seconds / 86_400, "d"),
        };
        return $"{value.ToString("0", CultureInfo.CurrentCulture)} {unit}";
    }

    private static string Percent(double fraction) => $"{(100 * fraction).ToString("0", CultureInfo.CurrentCulture)} %";
}

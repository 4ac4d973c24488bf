using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AnimatedImage.Telemetry;

/// <summary>
/// What can be observed from outside: traces of the source and metrics of the meter called <c>AnimatedImage</c>, as OpenTelemetry and
/// <c>dotnet-counters</c> collect them. Costs nothing while nobody listens. No value holds a secret or a user's data.
/// </summary>
public static class Instruments
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "AnimatedImage";

    /// <summary>Traces: <c>convert</c> and <c>job</c>.</summary>
    public static ActivitySource Source { get; } = new(Name, typeof(Instruments).Assembly.GetName().Version?.ToString());

    private static readonly Meter s_meter = new(Name, typeof(Instruments).Assembly.GetName().Version?.ToString());

    /// <summary>Conversions that ended, tagged <c>outcome</c> (success, failed, cancelled) and, when failed, <c>error.type</c>, the error id.</summary>
    public static Counter<long> Conversions { get; } = s_meter.CreateCounter<long>("animatedimage.conversions", "{conversion}", "Conversions that ended.");

    /// <summary>Seconds from the first frame asked for to the last output written.</summary>
    public static Histogram<double> ConversionDuration { get; } = s_meter.CreateHistogram<double>("animatedimage.conversion.duration", "s", "Wall time of a conversion.");

    /// <summary>Frames decoded.</summary>
    public static Counter<long> Frames { get; } = s_meter.CreateCounter<long>("animatedimage.frames", "{frame}", "Frames decoded.");

    /// <summary>Jobs put into the store, tagged <c>queue</c>.</summary>
    public static Counter<long> JobsSubmitted { get; } = s_meter.CreateCounter<long>("animatedimage.jobs.submitted", "{job}", "Jobs submitted.");

    /// <summary>Attempts that ended, tagged <c>queue</c> and <c>outcome</c> (success, failed, cancelled, retry, returned, fenced).</summary>
    public static Counter<long> JobAttempts { get; } = s_meter.CreateCounter<long>("animatedimage.jobs.attempts", "{attempt}", "Attempts of jobs that ended.");

    /// <summary>Seconds a job waited before its first attempt, tagged <c>queue</c>.</summary>
    public static Histogram<double> JobWait { get; } = s_meter.CreateHistogram<double>("animatedimage.jobs.wait", "s", "From submission to the first attempt.");

    /// <summary>Seconds of an attempt, tagged <c>queue</c> and <c>outcome</c>.</summary>
    public static Histogram<double> JobDuration { get; } = s_meter.CreateHistogram<double>("animatedimage.jobs.duration", "s", "Wall time of an attempt.");

    /// <summary>Jobs this process works on now.</summary>
    public static UpDownCounter<long> JobsRunning { get; } = s_meter.CreateUpDownCounter<long>("animatedimage.jobs.running", "{job}", "Jobs being worked on by this process.");

    /// <summary>Jobs of lost workers that this process put back, failed or cancelled.</summary>
    public static Counter<long> JobsRecovered { get; } = s_meter.CreateCounter<long>("animatedimage.jobs.recovered", "{job}", "Jobs of lost workers found by this process.");
}

using System.Diagnostics;
using AnimatedImage.Failures;
using AnimatedImage.Telemetry;

namespace AnimatedImage.Conversion;

/// <summary>Reports one conversion to whoever listens: a trace and what is counted.</summary>
internal sealed class ConversionTrace : IDisposable
{
    private readonly Activity? _activity;
    private readonly long _start = Stopwatch.GetTimestamp();

    private ConversionTrace(Activity? activity)
    {
        _activity = activity;
    }

    /// <summary>Begins; formats and sizes are told, names and places of files are not.</summary>
    public static ConversionTrace Start(PreparedConversion conversion)
    {
        Activity? activity = Instruments.Source.StartActivity("convert");
        activity?.SetTag("animatedimage.formats", string.Join(',', conversion.Plan.Outputs.Select(output => output.Format)));
        activity?.SetTag("animatedimage.frames.planned", conversion.Plan.FrameCount);
        return new ConversionTrace(activity);
    }

    /// <summary>All outputs are written.</summary>
    public void Succeeded(int frames)
    {
        _activity?.SetTag("animatedimage.frames", frames);
        Instruments.Frames.Add(frames);
        End("success", null);
    }

    /// <summary>It ended early.</summary>
    public void Failed(Exception exception)
    {
        string? errorId = exception is OperationCanceledException ? null : (exception as ConversionException)?.ErrorId ?? ErrorId.Unexpected;
        if (errorId is not null)
        {
            _activity?.SetTag("error.type", errorId);
            _activity?.SetStatus(ActivityStatusCode.Error, errorId);
        }

        End(errorId is null ? "cancelled" : "failed", errorId);
    }

    /// <inheritdoc/>
    public void Dispose() => _activity?.Dispose();

    private void End(string outcome, string? errorId)
    {
        TagList tags = new() { { "outcome", outcome } };
        if (errorId is not null)
        {
            tags.Add("error.type", errorId);
        }

        Instruments.Conversions.Add(1, tags);
        Instruments.ConversionDuration.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, tags);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AnimatedImage.Conversion;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>
/// A conversion's progress as PowerShell's progress bar: at most five records a second, never beyond 100 %, with the time left, and
/// always taken away at the end.
/// </summary>
internal sealed class ProgressRelay : IProgress<ConversionProgress>, IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private static int s_lastId;

    private readonly ICommandStreams _streams;
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly int _parentId;
    private readonly string _activity;
    private readonly Lock _lock = new();
    private long _lastShown;
    private volatile bool _isShown;
    private bool _isEnded;

    /// <summary>Shows nothing until the first report.</summary>
    /// <param name="streams">Where the bar is shown.</param>
    /// <param name="activity">What is done, such as <c>clip.mp4</c>.</param>
    /// <param name="parent">The bar that this one belongs under.</param>
    public ProgressRelay(ICommandStreams streams, string activity, ProgressRelay? parent = null)
    {
        _streams = streams;
        _activity = activity.Length == 0 ? "Video" : activity;
        _parentId = parent?._id ?? -1;
    }

    /// <inheritdoc/>
    public void Report(ConversionProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!IsDue)
        {
            // Most frames: their text would be made in vain.
            return;
        }

        string frames = value.FramesTotal > 0
            ? string.Create(CultureInfo.CurrentCulture, $"{value.Stage}: {Math.Min(value.FramesDone, value.FramesTotal)} of {value.FramesTotal} frames")
            : value.Stage;
        int percent = value.FramesTotal > 0 ? (int)(value.Fraction * 100) : -1;
        Show(frames, percent, value.Remaining);
    }

    /// <summary>Shows a step.</summary>
    /// <param name="status">What is being done.</param>
    /// <param name="percent">0–100, or -1 while unknown.</param>
    /// <param name="remaining">Time left; null while unknown.</param>
    public void Show(string status, int percent, TimeSpan? remaining = null)
    {
        lock (_lock)
        {
            if (_isEnded || !IsDue)
            {
                return;
            }

            Interlocked.Exchange(ref _lastShown, Stopwatch.GetTimestamp());
            _isShown = true;
            _streams.OfferProgress(Record(status, Math.Clamp(percent, -1, 100), remaining));
        }
    }

    /// <summary>Takes the bar away.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isEnded || !_isShown)
            {
                _isEnded = true;
                return;
            }

            _isEnded = true;
        }

        ProgressRecord last = Record("Done", 100, null);
        last.RecordType = ProgressRecordType.Completed;
        try
        {
            await _streams.WriteProgressAsync(last).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A pipeline that is stopped takes its bars away itself.
        }
    }

    private bool IsDue => !_isShown || Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastShown)) >= s_interval;

    private ProgressRecord Record(string status, int percent, TimeSpan? remaining) => new(_id, _activity, status)
    {
        ParentActivityId = _parentId,
        PercentComplete = percent,
        SecondsRemaining = remaining is { } left ? (int)Math.Clamp(left.TotalSeconds, 0, int.MaxValue) : -1,
    };
}

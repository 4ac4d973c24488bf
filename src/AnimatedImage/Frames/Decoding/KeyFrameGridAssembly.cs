using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>Samples on an even grid, each shown by the key frame in force at its time: the last one at or before it.</summary>
/// <param name="selection">The grid.</param>
/// <param name="count">Samples in the window.</param>
/// <param name="firstIndex">Index of the first one over all windows.</param>
/// <param name="leadIn">What the filters added to the times, which count from the first sample.</param>
/// <param name="isLastAttempt">True takes what there is, even if decoding began too late.</param>
/// <param name="emit">Takes a finished frame.</param>
internal sealed class KeyFrameGridAssembly(
    FrameSelection selection, int count, long firstIndex, TimeSpan leadIn, bool isLastAttempt, Func<Frame, ValueTask> emit) : WindowAssembly
{
    // No usual encoder leaves out key frames for so long; where they end earlier, the source does.
    private static readonly TimeSpan s_longestInForce = TimeSpan.FromMinutes(1);

    private Frame? _inForce;
    private int _next;

    /// <inheritdoc/>
    public override async ValueTask AddAsync(Frame frame)
    {
        TimeSpan time = frame.Time - leadIn;
        if (_inForce is null && !isLastAttempt && time > selection.Tolerance)
        {
            BeganTooLate = true;
            frame.Dispose();
            return;
        }

        // A stream that begins late is shown from the start by its first frame.
        Frame? before = _inForce;
        _inForce = frame;
        frame.Time = time;
        using (before)
        {
            await EmitAsync(before ?? frame, time - selection.Tolerance).ConfigureAwait(false);
        }

        IsComplete = _next >= count;
    }

    /// <inheritdoc/>
    public override ValueTask FinishAsync() =>
        _inForce is { } last ? EmitAsync(last, last.Time + s_longestInForce) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override void Dispose() => _inForce?.Dispose();

    private async ValueTask EmitAsync(Frame shown, TimeSpan end)
    {
        for (; _next < count && GridTime.Of(_next, selection.Rate!.Value) < end; _next++)
        {
            Frame copy = shown.Copy();
            copy.Time = GridTime.Of(firstIndex + _next, selection.Rate.Value);
            await emit(copy).ConfigureAwait(false);
        }
    }
}

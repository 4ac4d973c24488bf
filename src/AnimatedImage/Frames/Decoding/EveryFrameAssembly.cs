namespace AnimatedImage.Frames.Decoding;

/// <summary>Every frame at its own time, the one that is on screen at the window's start moved there.</summary>
/// <param name="length">The window's length.</param>
/// <param name="leadIn">What the filters added to the times.</param>
/// <param name="tolerance">How much later than the start a frame may begin and still be the one on screen there.</param>
/// <param name="firstTime">Where the window begins on the concatenated time line.</param>
/// <param name="isLastAttempt">True takes what there is, even if decoding began too late.</param>
/// <param name="emit">Takes a finished frame.</param>
internal sealed class EveryFrameAssembly(
    TimeSpan length, TimeSpan leadIn, TimeSpan tolerance, TimeSpan firstTime, bool isLastAttempt, Func<Frame, ValueTask> emit) : WindowAssembly
{
    // The times of source and plan are rounded to their own clocks.
    private static readonly TimeSpan ClockRounding = TimeSpan.FromMilliseconds(0.5);

    private readonly TimeSpan _tolerance = tolerance > ClockRounding ? tolerance : ClockRounding;
    private Frame? _onScreen;
    private bool _isOnScreenOld;
    private bool _hasBegun;

    /// <inheritdoc/>
    public override async ValueTask AddAsync(Frame frame)
    {
        TimeSpan time = frame.Time - leadIn;
        if (!_hasBegun && time <= _tolerance)
        {
            _isOnScreenOld = frame.Time == TimeSpan.Zero;
            _onScreen?.Dispose();
            _onScreen = frame;
            return;
        }

        try
        {
            await BeginAsync().ConfigureAwait(false);
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        // A frame that begins with the end belongs to what follows.
        IsComplete = time >= length - _tolerance;
        if (BeganTooLate || IsComplete)
        {
            frame.Dispose();
            return;
        }

        await EmitAsync(frame, time).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask FinishAsync() => BeginAsync();

    /// <inheritdoc/>
    public override void Dispose() => _onScreen?.Dispose();

    private async ValueTask BeginAsync()
    {
        // Between the first frame that decoding gave and the window, the filters may have dropped the one that is on screen.
        BeganTooLate = !_hasBegun && !isLastAttempt && (_onScreen is null || _isOnScreenOld);
        if (BeganTooLate || _onScreen is not { } frame)
        {
            return;
        }

        _onScreen = null;
        await EmitAsync(frame, TimeSpan.Zero).ConfigureAwait(false);
    }

    private ValueTask EmitAsync(Frame frame, TimeSpan time)
    {
        frame.Time = firstTime + (_hasBegun ? time : TimeSpan.Zero);
        _hasBegun = true;
        return emit(frame);
    }
}

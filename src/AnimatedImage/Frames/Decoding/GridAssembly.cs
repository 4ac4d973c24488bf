using AnimatedImage.Media;

namespace AnimatedImage.Frames.Decoding;

/// <summary>Samples on an even grid: every index once, in order.</summary>
/// <param name="rate">Samples a second.</param>
/// <param name="count">Samples in the window.</param>
/// <param name="firstIndex">Index of the first one over all windows.</param>
/// <param name="isLastAttempt">True takes what there is, even if decoding began too late.</param>
/// <param name="emit">Takes a finished frame.</param>
internal sealed class GridAssembly(Rational rate, int count, long firstIndex, bool isLastAttempt, Func<Frame, ValueTask> emit) : WindowAssembly
{
    private int _next;
    private bool _hasBegun;

    /// <inheritdoc/>
    public override async ValueTask AddAsync(Frame frame)
    {
        // The filters count in seconds from 1; 0 is a frame before the first sample.
        int index = (int)Math.Round(frame.Time.TotalSeconds) - 1;
        BeganTooLate = !_hasBegun && index > 0 && !isLastAttempt;
        _hasBegun = true;
        if (BeganTooLate || index < _next || IsComplete)
        {
            frame.Dispose();
            return;
        }

        try
        {
            // A stream that begins late is shown from the start by its first frame; a change of its size may leave a gap.
            while (_next < index)
            {
                await EmitAsync(frame.Copy()).ConfigureAwait(false);
            }
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        await EmitAsync(frame).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask FinishAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing is held back.
    }

    private ValueTask EmitAsync(Frame frame)
    {
        frame.Time = GridTime.Of(firstIndex + _next, rate);
        _next++;
        IsComplete = _next >= count;
        return emit(frame);
    }
}

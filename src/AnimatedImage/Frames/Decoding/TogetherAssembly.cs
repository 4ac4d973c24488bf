using AnimatedImage.Media;

namespace AnimatedImage.Frames.Decoding;

/// <summary>Samples of several windows that one ffmpeg decodes, kept apart by their times.</summary>
internal sealed class TogetherAssembly : WindowAssembly
{
    private readonly TimeSpan _stride;
    private readonly Queue<Frame>[] _frames;
    private readonly GridAssembly[] _windows;

    /// <summary>Prepares for the windows.</summary>
    /// <param name="rate">Samples a second.</param>
    /// <param name="parts">The windows and where their decodes begin.</param>
    /// <param name="stride">How far apart the times of two windows begin.</param>
    public TogetherAssembly(Rational rate, IReadOnlyList<WindowStart> parts, TimeSpan stride)
    {
        _stride = stride;
        _frames = [.. parts.Select(_ => new Queue<Frame>())];
        _windows = [.. parts.Select((part, index) => new GridAssembly(rate, part.Window.SampleCount, 0, part.Start.Seek is null, frame => Keep(index, frame)))];
    }

    /// <summary>How far apart the times of windows have to begin: a second for each sample and one for the frame before them.</summary>
    public static TimeSpan StrideOf(IReadOnlyList<WindowStart> parts) => TimeSpan.FromSeconds(parts.Max(part => part.Window.SampleCount) + 1);

    /// <inheritdoc/>
    public override async ValueTask AddAsync(Frame frame)
    {
        long index = frame.Time.Ticks / _stride.Ticks;
        if (index >= _windows.Length)
        {
            frame.Dispose();
            return;
        }

        frame.Time -= _stride * index;
        await _windows[index].AddAsync(frame).ConfigureAwait(false);
        IsComplete = Array.TrueForAll(_windows, window => window.IsComplete || window.BeganTooLate);
    }

    /// <inheritdoc/>
    public override ValueTask FinishAsync() => ValueTask.CompletedTask;

    /// <summary>Hands the frames over; null for each window that is not whole.</summary>
    public Queue<Frame>?[] Take()
    {
        Queue<Frame>?[] taken = [.. _frames.Select((frames, index) => _windows[index].IsComplete ? new Queue<Frame>(frames) : null)];
        for (int i = 0; i < taken.Length; i++)
        {
            if (taken[i] is not null)
            {
                _frames[i].Clear();
            }
        }

        return taken;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (Frame frame in _frames.SelectMany(frames => frames))
        {
            frame.Dispose();
        }
    }

    private ValueTask Keep(int window, Frame frame)
    {
        _frames[window].Enqueue(frame);
        return ValueTask.CompletedTask;
    }
}

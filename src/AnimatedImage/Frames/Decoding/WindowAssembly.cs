namespace AnimatedImage.Frames.Decoding;

/// <summary>Decoded frames of one window → the frames that are shown, with their times on the concatenated time line.</summary>
internal abstract class WindowAssembly : IDisposable
{
    /// <summary>
    /// True when the frame that is on screen at the window's start may be missing, so that decoding has to begin earlier. Nothing was
    /// emitted then.
    /// </summary>
    public bool BeganTooLate { get; protected set; }

    /// <summary>True when no further frame is needed.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>Takes a decoded frame over; its time is as <see cref="WindowFilters"/> makes it.</summary>
    public abstract ValueTask AddAsync(Frame frame);

    /// <summary>The input has ended: emits what was held back.</summary>
    public abstract ValueTask FinishAsync();

    /// <summary>Gives back what was held back.</summary>
    public abstract void Dispose();
}

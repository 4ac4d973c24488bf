namespace AnimatedImage.Frames;

/// <summary>A stream of frames; the reader owns each frame it gets and disposes it.</summary>
public interface IFrameSource
{
    /// <summary>What may surprise about the pictures; full sentences, known before the reading.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads the frames in order, their times counted from the start of what is read. Ending the enumeration early ends the reading.</summary>
    IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken);
}

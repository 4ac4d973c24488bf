using AnimatedImage.Planning;

namespace AnimatedImage.Frames;

/// <summary>A stream of frames; the reader owns each frame it gets and disposes it.</summary>
public interface IFrameSource
{
    /// <summary>What may surprise; full sentences. What the reading itself adds is complete when it has ended.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>How the source is read: as planned, until the reading has to fall back.</summary>
    ReadingMode Reading { get; }

    /// <summary>Reads the frames in order, their times counted from the start of what is read. Ending the enumeration early ends the reading.</summary>
    IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken);
}

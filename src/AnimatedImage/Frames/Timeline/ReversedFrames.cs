using System.Runtime.CompilerServices;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Last frame first; every frame keeps its own duration.</summary>
internal static class ReversedFrames
{
    /// <summary>Reads all frames, then gives them out backwards.</summary>
    public static async IAsyncEnumerable<ShownFrame> Create(
        IAsyncEnumerable<ShownFrame> frames,
        long memoryLimit = FrameSpool.DefaultMemoryLimit,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var spool = new FrameSpool(memoryLimit);
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await spool.AddAsync(shown, cancellationToken).ConfigureAwait(false);
        }

        for (int number = spool.Count - 1; number >= 0; number--)
        {
            yield return await spool.ReadAsync(number, cancellationToken).ConfigureAwait(false);
        }
    }
}

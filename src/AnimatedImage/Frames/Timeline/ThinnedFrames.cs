using System.Runtime.CompilerServices;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Leaves frames out evenly; the one before stays until the next one that is kept, so every frame is still shown at its own time.</summary>
internal static class ThinnedFrames
{
    /// <summary>Whether a frame is kept. The first always is.</summary>
    /// <param name="number">The frame's number, from 0.</param>
    /// <param name="share">The share that is kept, (0, 1].</param>
    public static bool IsKept(int number, double share) => number == 0 || share >= 1 || Math.Floor(number * share) > Math.Floor((number - 1) * share);

    /// <summary>Thins; holds one frame back.</summary>
    /// <param name="frames">The frames as they play.</param>
    /// <param name="share">The share that is kept, (0, 1].</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<ShownFrame> Create(
        IAsyncEnumerable<ShownFrame> frames, double share, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ShownFrame? held = null;
        int number = 0;
        try
        {
            await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (!IsKept(number++, share))
                {
                    shown.Frame.Dispose();
                    held = held!.Value with { Duration = held.Value.Duration + shown.Duration };
                    continue;
                }

                ShownFrame? previous = held;
                held = shown;
                if (previous is { } done)
                {
                    yield return done;
                }
            }

            if (held is { } last)
            {
                held = null;
                yield return last;
            }
        }
        finally
        {
            held?.Frame.Dispose();
        }
    }
}

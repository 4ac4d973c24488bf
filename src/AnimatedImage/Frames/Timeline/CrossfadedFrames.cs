using System.Runtime.CompilerServices;

namespace AnimatedImage.Frames.Timeline;

/// <summary>
/// A seamless loop: the first k frames are not shown at the beginning but blended into the last k, so that the end leads to where the
/// animation begins. The animation gets shorter by the first k frames.
/// </summary>
internal static class CrossfadedFrames
{
    /// <summary>Blends; frames are held back by the length of the fade.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="fade">Playing time of the fade; &gt; 0. Of an animation shorter than twice this, the two halves are blended.</param>
    /// <param name="memoryLimit">Bytes of pixels that stay in memory for each end.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<ShownFrame> Create(
        IAsyncEnumerable<ShownFrame> frames,
        TimeSpan fade,
        long memoryLimit = FrameSpool.DefaultMemoryLimit,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var head = new FrameSpool(memoryLimit);
        using var recent = new FrameSpool(memoryLimit);
        TimeSpan time = TimeSpan.Zero;
        int count = 0;
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // The nearest number of frames: half a frame of the fade or more takes the frame in.
            if (count == head.Count && (head.Count == 0 || time + (shown.Duration / 2) <= fade))
            {
                await head.AddAsync(shown, cancellationToken).ConfigureAwait(false);
            }
            else if (recent.Count < head.Count)
            {
                await recent.AddAsync(shown, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                yield return await ExchangeAsync((count - head.Count) % head.Count, shown).ConfigureAwait(false);
            }

            time += shown.Duration;
            count++;
        }

        int blended = Math.Min(head.Count, count / 2);
        int firstHeld = recent.Count == head.Count ? count - head.Count : blended;
        for (int number = firstHeld; number < count; number++)
        {
            ShownFrame shown = await Stored(number).ConfigureAwait(false);
            int partner = number - (count - blended);
            if (partner >= 0)
            {
                shown = await BlendAsync(shown, partner).ConfigureAwait(false);
            }

            yield return shown;
        }

        ValueTask<ShownFrame> Stored(int number) => number < head.Count
            ? head.ReadAsync(number, cancellationToken)
            : recent.ReadAsync((number - head.Count) % head.Count, cancellationToken);

        async ValueTask<ShownFrame> ExchangeAsync(int number, ShownFrame newest)
        {
            ShownFrame oldest = default;
            try
            {
                oldest = await recent.ReadAsync(number, cancellationToken).ConfigureAwait(false);
                newest.Frame.Retain();
                await recent.SetAsync(number, newest, cancellationToken).ConfigureAwait(false);
                return oldest;
            }
            catch
            {
                oldest.Frame?.Dispose();
                throw;
            }
            finally
            {
                newest.Frame.Dispose();
            }
        }

        async ValueTask<ShownFrame> BlendAsync(ShownFrame shown, int partner)
        {
            using Frame old = shown.Frame;
            using Frame other = (await head.ReadAsync(partner, cancellationToken).ConfigureAwait(false)).Frame;
            Frame mixed = old.Pool.Rent();
            FrameMix.Blend(old, other, (partner + 1.0) / (blended + 1), mixed);
            return shown with { Frame = mixed };
        }
    }
}

using System.Runtime.CompilerServices;

namespace AnimatedImage.Frames.Timeline;

/// <summary>Forward, then back; the frames at both ends are shown once each: 0 1 2 3 → 0 1 2 3 2 1.</summary>
internal static class BoomerangFrames
{
    /// <summary>Passes the frames on while keeping them, then gives them out backwards.</summary>
    public static async IAsyncEnumerable<ShownFrame> Create(
        IAsyncEnumerable<ShownFrame> frames,
        long memoryLimit = FrameSpool.DefaultMemoryLimit,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var spool = new FrameSpool(memoryLimit);
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            shown.Frame.Retain();
            try
            {
                await spool.AddAsync(shown, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                shown.Frame.Dispose();
                throw;
            }

            yield return shown;
        }

        for (int number = spool.Count - 2; number > 0; number--)
        {
            yield return await spool.ReadAsync(number, cancellationToken).ConfigureAwait(false);
        }
    }
}

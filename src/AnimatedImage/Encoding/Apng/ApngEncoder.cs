using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Inspection;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding.Apng;

/// <summary>
/// Animated PNG, encoded here: each picture is what changed against the frame before, so that every core can work on another one
/// (<see cref="ApngPicture"/>); <see cref="ApngContainer"/> writes the file once their number is known. The same frames give the same
/// bytes, whatever the number of cores.
/// </summary>
/// <param name="workers">Pictures made at once; 0 = one per core.</param>
internal sealed class ApngEncoder(int workers = 0) : IFrameEncoder
{
    /// <summary>Memory that the frames under way may take together, in bytes.</summary>
    private const long MemoryBudget = 64L << 20;

    /// <summary>What one pixel of a frame under way takes: itself and its share of the compressed picture.</summary>
    private const int BytesPerPixel = 8;

    /// <inheritdoc/>
    public OutputFormat Format => OutputFormat.Apng;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> EncodeAsync(
        IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TemporarySpool spool = new();
        await using ConfiguredAsyncDisposable spooled = spool.ConfigureAwait(false);
        List<long> delays = [];
        List<ApngFrame> pictures = await EncodeAsync(frames, settings, delays, spool, cancellationToken).ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> chunk in ApngContainer.WriteAsync(spool.Rewind(), pictures, delays, settings, cancellationToken).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }

    private async Task<List<ApngFrame>> EncodeAsync(
        IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, List<long> delays, TemporarySpool spool, CancellationToken cancellationToken)
    {
        List<ApngFrame> pictures = [];
        Queue<Task<ApngPicture>> underWay = new();
        int atOnce = AtOnce(settings);
        Frame? shown = null;
        try
        {
            await foreach (TimedFrame timed in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using Frame frame = timed.Frame;
                if (shown is not null && shown.Pixels.Span.SequenceEqual(frame.Pixels.Span))
                {
                    delays[^1] += timed.Delay;
                    continue;
                }

                while (underWay.Count >= atOnce)
                {
                    pictures.Add(await TakeAsync(underWay, spool, cancellationToken).ConfigureAwait(false));
                }

                delays.Add(timed.Delay);
                underWay.Enqueue(Begin(shown?.Retain(), frame.Retain(), settings.HasAlpha));
                shown?.Dispose();
                shown = frame.Retain();
            }

            while (underWay.Count > 0)
            {
                pictures.Add(await TakeAsync(underWay, spool, cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            shown?.Dispose();
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (Task<ApngPicture> left in underWay.Where(picture => picture.IsCompletedSuccessfully))
            {
                left.Result.Dispose();
            }
        }

        return pictures.Count > 0 ? pictures : throw EncoderProcess.NoFrame("the APNG encoder");
    }

    // On a thread of its own: the pool has one a core, and those have to keep reading frames.
    private static Task<ApngPicture> Begin(Frame? before, Frame frame, bool hasAlpha) => Task.Factory.StartNew(
        () =>
        {
            using (before)
            using (frame)
            {
                return ApngPicture.Encode(before, frame, hasAlpha);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static async Task<ApngFrame> TakeAsync(Queue<Task<ApngPicture>> underWay, TemporarySpool spool, CancellationToken cancellationToken)
    {
        using ApngPicture picture = await underWay.Dequeue().ConfigureAwait(false);
        FileRange data = new(spool.Length, picture.Data.Length);
        foreach (ReadOnlyMemory<byte> block in picture.Data.Blocks)
        {
            await spool.WriteAsync(block, cancellationToken).ConfigureAwait(false);
        }

        return new ApngFrame(picture.Area, picture.Blend, data);
    }

    private int AtOnce(EncoderSettings settings)
    {
        int wanted = (workers > 0 ? workers : CoreBudget.Shared.Share) + 1;
        return (int)Math.Clamp(MemoryBudget / ((long)settings.Width * settings.Height * BytesPerPixel), 2, Math.Max(2, wanted));
    }
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;

namespace AnimatedImage.Tests.Frames.Timeline;

/// <summary>Frames that carry their number in their pixels, and the way to read it back.</summary>
internal static class NumberedFrames
{
    /// <summary>So many frames, the times given by a function of the number.</summary>
    public static async IAsyncEnumerable<Frame> At(
        FramePool pool, int count, Func<int, TimeSpan> time, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int number = 0; number < count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            Frame frame = pool.Rent();
            frame.Pixels.Span.Fill(255);
            BinaryPrimitives.WriteInt32LittleEndian(frame.Pixels.Span, number);
            frame.Time = time(number);
            yield return frame;
        }
    }

    /// <summary>So many frames with durations of 10 ms, 20 ms, 30 ms, ….</summary>
    public static async IAsyncEnumerable<ShownFrame> Shown(FramePool pool, int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (Frame frame in At(pool, count, _ => default, cancellationToken))
        {
            yield return new ShownFrame(frame, Duration(Number(frame)));
        }
    }

    public static TimeSpan Duration(int number) => TimeSpan.FromMilliseconds(10 * (number + 1));

    public static int Number(Frame frame) => BinaryPrimitives.ReadInt32LittleEndian(frame.Pixels.Span);

    /// <summary>Takes everything, gives the frames back, and returns their numbers and durations in milliseconds.</summary>
    public static async Task<List<(int Number, double Milliseconds)>> ReadAsync(IAsyncEnumerable<ShownFrame> frames, CancellationToken cancellationToken)
    {
        var list = new List<(int Number, double Milliseconds)>();
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken))
        {
            using (shown.Frame)
            {
                list.Add((Number(shown.Frame), shown.Duration.TotalMilliseconds));
            }
        }

        return list;
    }

    /// <summary>Takes so many frames and stops.</summary>
    public static async Task TakeAsync(IAsyncEnumerable<ShownFrame> frames, int count, CancellationToken cancellationToken)
    {
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken))
        {
            shown.Frame.Dispose();
            if (--count == 0)
            {
                break;
            }
        }
    }
}

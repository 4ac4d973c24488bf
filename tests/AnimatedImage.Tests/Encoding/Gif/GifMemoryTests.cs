using AnimatedImage.Encoding.Gif;
using AnimatedImage.Frames;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>Measures the whole process, so no other test may run beside it.</summary>
[CollectionDefinition(nameof(GifMemoryTests), DisableParallelization = true)]
[Collection(nameof(GifMemoryTests))]
public sealed class GifMemoryTests
{
    private const int Width = 854, Height = 480;
    private int _rented;

    [Fact]
    public async Task Encoding_at_480p_needs_at_most_64_MB_and_gives_every_frame_back()
    {
        EncoderSettings settings = new() { Width = Width, Height = Height, HasAlpha = false, Quality = 80, PlayCount = 0, Timing = FrameTiming.Of(OutputFormat.Gif) };
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        int chunks = 0;
        await foreach (ReadOnlyMemory<byte> chunk in new GifEncoder(workers: 4).EncodeAsync(Stream(40), settings, TestContext.Current.CancellationToken))
        {
            chunks += chunk.IsEmpty ? 0 : 1;
            most = chunks % 8 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before) : most;
        }

        Assert.Equal(41, chunks);
        Assert.InRange(most, 1, 64L << 20);
        Assert.InRange(_rented, 1, 2);
    }

    /// <summary>Ten minutes of ten frames a second, small ones so that it takes seconds.</summary>
    [Fact]
    public async Task Memory_does_not_grow_with_the_length()
    {
        const int Frames = 6000, Early = 300;
        EncoderSettings settings = new() { Width = 64, Height = 36, HasAlpha = false, Quality = 80, PlayCount = 0, Timing = FrameTiming.Of(OutputFormat.Gif) };
        long early = 0, late = 0;
        int chunks = 0;
        await foreach (ReadOnlyMemory<byte> chunk in new GifEncoder(workers: 4).EncodeAsync(Stream(Frames, 64, 36), settings, TestContext.Current.CancellationToken))
        {
            chunks++;
            early = chunks == Early ? GC.GetTotalMemory(forceFullCollection: true) : early;
            late = chunks == Frames - 10 ? GC.GetTotalMemory(forceFullCollection: true) : late;
        }

        Assert.Equal(Frames + 1, chunks);
        Assert.InRange(late - early, long.MinValue, 1L << 20);
    }

    private async IAsyncEnumerable<TimedFrame> Stream(int count, int width = Width, int height = Height)
    {
        byte[] texture = new byte[(width * height * 4) + (count * 40)];
        new Random(1).NextBytes(texture);
        FramePool pool = new(width, height);
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            Frame frame = pool.Rent();
            texture.AsSpan(i * 40, width * height * 4).CopyTo(frame.Pixels.Span);
            _rented = Math.Max(_rented, pool.InUse);
            yield return new TimedFrame(frame, 5);
        }
    }
}

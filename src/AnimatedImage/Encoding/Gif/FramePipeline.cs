using System.Collections.Concurrent;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Encodes frames on all cores, each a band of rows behind the one before it, and keeps their order. The result does not depend on
/// how many are under way.
/// </summary>
/// <param name="width">Canvas width.</param>
/// <param name="height">Canvas height.</param>
/// <param name="tuning">How much may be lost.</param>
/// <param name="buffers">Lends its arrays.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class FramePipeline(int width, int height, GifTuning tuning, BufferLease buffers, CancellationToken cancellationToken)
{
    private readonly Canvas _canvas = new(width, height, buffers);
    private readonly ConcurrentBag<FrameEncoder> _encoders = [];
    private readonly TaskCompletionSource<Palette> _shared = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<PendingImage> _pending = new();
    private readonly ulong[] _wanted = new ulong[PixelPlane.StrideOf(width)];
    private readonly PictureFitter? _fitter = tuning.IsFitted ? new(width, height, buffers) : null;
    private PendingImage? _last;

    /// <summary>Images begun and not taken yet.</summary>
    public int Count => _pending.Count;

    /// <summary>The shared table, which is known once the first image's work is done.</summary>
    public Palette Shared => _shared.Task.GetAwaiter().GetResult();

    /// <summary>Begins to encode a frame, or lets the one before be shown longer where nothing changes; takes the frame over.</summary>
    public Task AddAsync(HeldFrame frame)
    {
        if (frame.Bounds.IsEmpty && tuning.Refines(frame.IsClean))
        {
            return AddStillAsync(frame);
        }

        Add(frame);
        return Task.CompletedTask;
    }

    /// <summary>The oldest image; its work may still be under way. Give it back with <see cref="Release"/>.</summary>
    public PendingImage Take() => _pending.Dequeue();

    /// <summary>Lets a written image's buffers be used again.</summary>
    public void Release(PendingImage image) => _encoders.Add(image.Encoder);

    /// <summary>Ends once nothing is under way any more, however it ended.</summary>
    public async Task StopAsync()
    {
        while (_pending.TryDequeue(out PendingImage? image))
        {
            await ((Task)image.Work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A still picture may get better yet.</summary>
    private async Task AddStillAsync(HeldFrame frame)
    {
        await _last!.Work.ConfigureAwait(false);
        Refinement.Mark(frame, _canvas, tuning, _wanted);
        frame.IsStill = true;
        Add(frame);
    }

    private void Add(HeldFrame frame)
    {
        if (frame.Bounds.IsEmpty)
        {
            _last!.Delay += frame.Delay;
            frame.Dispose();
            return;
        }

        RowProgress progress = new(height);
        RowProgress? before = _last?.Progress;
        FrameEncoder encoder = _encoders.TryTake(out FrameEncoder? free) ? free : new FrameEncoder(width, height, tuning, _fitter, buffers);
        PendingImage image = new(encoder, progress) { ClearsAfter = frame.ClearsAfter, Delay = frame.Delay };
        image.Work = Task.Run(() => EncodeAsync(frame, encoder, before, progress), CancellationToken.None);
        _last = image;
        _pending.Enqueue(image);
    }

    private async Task<EncodedImage> EncodeAsync(HeldFrame frame, FrameEncoder encoder, RowProgress? before, RowProgress progress)
    {
        using (frame)
        {
            try
            {
                return await encoder.EncodeAsync(frame, _canvas, before, progress, _shared, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                progress.Fail(failure);
                if (_shared.TrySetException(failure))
                {
                    _ = _shared.Task.Exception;
                }

                throw;
            }
        }
    }
}

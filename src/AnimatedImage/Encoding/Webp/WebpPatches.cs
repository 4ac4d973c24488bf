using AnimatedImage.Frames;
using AnimatedImage.Inspection;
using AnimatedImage.Inspection.Webp;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Encodes lossy opaque frames with the system's <see cref="LibWebp"/>, each on its own and on any core (<see cref="EncoderThreads"/>): what
/// a frame changes is found in order (<see cref="WebpPatchFinder"/>), which costs next to nothing, and then no picture needs another.
/// </summary>
internal sealed class WebpPatches : IWebpPictures
{
    /// <summary>Memory that the frames under way may take for each core of the conversion's share, in bytes.</summary>
    private const long MemoryBudget = 24L << 20;

    /// <summary>Frames for each of these cores: the one in work, and those that keep it busy while the next are decoded.</summary>
    private const int MostFrames = 4;

    /// <summary>
    /// Frames that never were RGB have chroma that is worth a little more than one per cent of the bytes; that much less of libwebp's
    /// quality makes files as large as those of the plain encoder, and still closer to the source.
    /// </summary>
    private const float QualityOfChroma = 0.6f;

    private readonly CancellationToken _cancellationToken;
    private readonly WebpPatchFinder _finder;
    private readonly WebpPatchDrawing _drawing;
    private readonly SemaphoreSlim _free;
    private readonly EncoderThreads _threads;
    private readonly List<Task<WebpPicture>> _pictures = [];
    private readonly WebpSpool _spool = new();
    private int _frames;

    /// <summary>Begins an animation.</summary>
    /// <param name="library">The library.</param>
    /// <param name="settings">What it is told.</param>
    /// <param name="cores">The conversion's share of the cores, which says how many frames it may have under way.</param>
    /// <param name="threads">Encode the pictures.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public WebpPatches(LibWebp library, EncoderSettings settings, int cores, EncoderThreads threads, CancellationToken cancellationToken)
    {
        _threads = threads;
        _cancellationToken = cancellationToken;
        FramePool pool = new(settings.Width, settings.Height, PixelLayout.Yuv420);
        _finder = new WebpPatchFinder(settings, pool);
        _drawing = new WebpPatchDrawing(library, library.Configure(isLossless: false, Math.Max(0, settings.Quality - QualityOfChroma), WebpArguments.Method), pool);
        int frames = cores * (int)Math.Clamp(MemoryBudget / pool.FrameBytes, 1, MostFrames);
        _free = new SemaphoreSlim(frames, frames);
    }

    /// <inheritdoc/>
    public Stream Chunks => _spool.Read();

    /// <inheritdoc/>
    public async Task AddAsync(Frame frame)
    {
        int index = _frames++;
        if (_finder.Next(frame) is not { } patch)
        {
            return;
        }

        await _free.WaitAsync(_cancellationToken).ConfigureAwait(false);
        if (_pictures.Count > 0 && _pictures.Find(static picture => picture.IsFaulted) is { } failed)
        {
            _free.Release();
            await failed.ConfigureAwait(false);
        }

        _pictures.Add(EncodeAsync(frame.Retain(), patch, index));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WebpPicture>> CompleteAsync() => await Task.WhenAll(_pictures).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ((Task)Task.WhenAll(_pictures)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _finder.Dispose();
        _free.Dispose();
        await _spool.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<WebpPicture> EncodeAsync(Frame frame, WebpPatch patch, int index)
    {
        try
        {
            ReadOnlyMemory<byte> bitstream = await _threads.RunAsync(() => _drawing.Encode(frame, patch), _cancellationToken).ConfigureAwait(false);
            (FileRange alphaRange, FileRange bitstreamRange) = await _spool.AddAsync(patch.Mask, bitstream, _cancellationToken).ConfigureAwait(false);
            bool hasAlpha = patch.Mask.Length > 0;
            return new WebpPicture(
                index,
                new WebpFrame(
                    patch.X, patch.Y, patch.Width, patch.Height, TimeSpan.Zero, FrameDisposal.Keep, hasAlpha ? FrameBlend.Over : FrameBlend.Source, hasAlpha, alphaRange, bitstreamRange));
        }
        finally
        {
            frame.Dispose();
            _free.Release();
        }
    }
}

using AnimatedImage.Frames;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Encodes lossless frames and those with alpha with the system's <see cref="LibWebp"/>, a few at a time on any core. Each run is shown the frame before it first,
/// encoded as carelessly as can be and left out of the file (see <see cref="WebpSeam"/>).
/// </summary>
/// <param name="library">The library.</param>
/// <param name="settings">What it is told.</param>
/// <param name="workers">Runs at once.</param>
/// <param name="cancellationToken">Ends everything.</param>
internal sealed class WebpRuns(LibWebp library, EncoderSettings settings, int workers, CancellationToken cancellationToken) : IWebpPictures
{
    // Short at first, so that every core has something to do soon.
    private const int ShortestRun = 2;
    private const int LongestRun = 8;

    /// <summary>Memory that the frames of one run may take, in bytes.</summary>
    private const long MemoryBudget = 24L << 20;

    private readonly FramePool _pool = new(settings.Width, settings.Height);
    private readonly SemaphoreSlim _free = new(workers, workers);
    private readonly List<Task<IReadOnlyList<WebpPicture>>> _runs = [];
    private readonly WebpSpool _spool = new();
    private readonly int _longestRun = (int)Math.Clamp(MemoryBudget / (4L * settings.Width * settings.Height), ShortestRun, LongestRun);
    private List<Frame> _next = [];
    private Frame? _before;
    private int _frames;

    /// <inheritdoc/>
    public Stream Chunks => _spool.Read();

    /// <inheritdoc/>
    public async Task AddAsync(Frame frame)
    {
        _next.Add(frame.Retain());
        _frames++;
        if (_next.Count >= Math.Min(ShortestRun + _runs.Count, _longestRun))
        {
            await BeginRunAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WebpPicture>> CompleteAsync()
    {
        if (_next.Count > 0)
        {
            await BeginRunAsync().ConfigureAwait(false);
        }

        IReadOnlyList<WebpPicture>[] parts = await Task.WhenAll(_runs).ConfigureAwait(false);
        return [.. parts.SelectMany(static part => part)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ((Task)Task.WhenAll(_runs)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _before?.Dispose();
        _next.ForEach(static frame => frame.Dispose());
        _free.Dispose();
        await _spool.DisposeAsync().ConfigureAwait(false);
    }

    private async Task BeginRunAsync()
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_runs.Find(static run => run.IsFaulted) is { } failed)
        {
            await failed.ConfigureAwait(false);
        }

        (List<Frame> frames, Frame? before, int first) = (_next, _before, _frames - _next.Count);
        (_next, _before) = ([], frames[^1].Retain());
        _runs.Add(Task.Run(() => EncodeAsync(frames, before, first), CancellationToken.None));
    }

    private async Task<IReadOnlyList<WebpPicture>> EncodeAsync(List<Frame> frames, Frame? before, int first)
    {
        try
        {
            // On a thread of its own: the pool has one a core, and those have to keep reading frames.
            (byte[] file, int preludes) = await Task.Factory
                .StartNew(() => Encode(frames, before), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
            using MemoryStream encoded = new(file);
            List<int?> indices = [.. Enumerable.Repeat<int?>(null, preludes), .. Enumerable.Range(first, frames.Count)];
            return await _spool.TakeAsync(encoded, indices, LibWebpRun.Step, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            before?.Dispose();
            frames.ForEach(static frame => frame.Dispose());
            _free.Release();
        }
    }

    private (byte[] File, int Preludes) Encode(List<Frame> frames, Frame? before)
    {
        using LibWebpRun run = new(library, settings, _pool);
        int preludes = 0;
        if (before is not null && settings.HasAlpha)
        {
            using Frame seam = WebpSeam.Create(before, frames[0], _pool);
            run.Add(seam, isKept: false);
            preludes++;
        }

        if (before is not null)
        {
            run.Add(before, isKept: false);
            preludes++;
        }

        foreach (Frame frame in frames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Add(frame, isKept: true);
        }

        return (run.Complete(), preludes);
    }
}

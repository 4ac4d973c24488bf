using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// Several encoding children that share one animation. Frames come in order and go in runs to the child that has the least to do;
/// where a run begins with another child, a <see cref="WebpSeam"/> tells it what came before. Pictures come out as one child would
/// have made them, whatever the number of children.
/// </summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="settings">What the children are told.</param>
/// <param name="count">Children at once.</param>
/// <param name="cancellationToken">Ends everything.</param>
internal sealed class WebpLanes(FFmpegTools tools, EncoderSettings settings, int count, CancellationToken cancellationToken) : IWebpPictures
{
    // A seam costs about one picture more, and what is left in one queue at the end is done by one core.
    private const int ShortestRun = 4;
    private const int LongestRun = 12;

    /// <summary>Memory that the frames waiting for one child may take, in bytes.</summary>
    private const long MemoryBudget = 24L << 20;

    /// <summary>A child keeps its pictures until it ends; the start of another is nothing beside so many.</summary>
    private const int MostFrames = 400;

    private readonly FramePool _seams = new(settings.Width, settings.Height);
    private readonly WebpLane?[] _lanes = new WebpLane?[count];
    private readonly List<WebpLane> _started = [];
    private readonly List<Task<IReadOnlyList<WebpPicture>>> _ending = [];
    private readonly int _longestRun = (int)Math.Clamp(MemoryBudget / (4L * settings.Width * settings.Height), ShortestRun, LongestRun);
    private readonly WebpSpool _spool = new();
    private Frame? _last;
    private int _lane;
    private int _frames;
    private int _runEnd;

    /// <inheritdoc/>
    public Stream Chunks => _spool.Read();

    /// <summary>Starts the first child, so that it is ready when the first frame comes.</summary>
    public WebpLanes Start()
    {
        Begin(0);
        return this;
    }

    /// <inheritdoc/>
    public async Task AddAsync(Frame frame)
    {
        if (_frames == _runEnd)
        {
            await BeginRunAsync(frame).ConfigureAwait(false);
        }

        await _lanes[_lane]!.AddAsync(frame, _frames).ConfigureAwait(false);
        _frames++;
        _last?.Dispose();
        _last = frame.Retain();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WebpPicture>> CompleteAsync()
    {
        for (int lane = 0; lane < count; lane++)
        {
            End(lane);
        }

        IReadOnlyList<WebpPicture>[] parts = await Task.WhenAll(_ending).ConfigureAwait(false);
        return [.. parts.SelectMany(static part => part).OrderBy(static picture => picture.Index)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _last?.Dispose();
        foreach (WebpLane lane in _started)
        {
            await lane.DisposeAsync().ConfigureAwait(false);
        }

        await ((Task)Task.WhenAll(_ending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _spool.DisposeAsync().ConfigureAwait(false);
    }

    // Where runs end depends on nothing but the frames: with alpha, what is cleared between two pictures could otherwise differ.
    private async Task BeginRunAsync(Frame frame)
    {
        if (_ending.Find(static end => end.IsFaulted) is { } failed)
        {
            await failed.ConfigureAwait(false);
        }

        _runEnd = _frames + Math.Clamp(_frames / 2, ShortestRun, _longestRun);
        int before = _lane;
        if (_lanes[_lane] is { Waiting: > 0 })
        {
            _lane = Enumerable.Range(0, count).MinBy(lane => _lanes[lane]?.Waiting ?? 0);
        }

        if (_lanes[_lane] is { Count: >= MostFrames })
        {
            End(_lane);
        }

        if (_lanes[_lane] is null)
        {
            Begin(_lane);
        }

        if (_last is not null && (_lanes[_lane] is { Count: 0 } || _lane != before || settings.HasAlpha))
        {
            if (_lanes[_lane] is { Count: > 0 } || settings.HasAlpha)
            {
                using Frame seam = WebpSeam.Create(_last, frame, _seams);
                await _lanes[_lane]!.AddAsync(seam, null).ConfigureAwait(false);
            }

            await _lanes[_lane]!.AddAsync(_last, null).ConfigureAwait(false);
        }
    }

    private void Begin(int lane) => _started.Add(_lanes[lane] = new WebpLane(tools, settings, _longestRun, cancellationToken));

    private void End(int lane)
    {
        if (_lanes[lane] is { } ending)
        {
            _lanes[lane] = null;
            _ending.Add(ending.CompleteAsync(_spool, cancellationToken));
        }
    }
}

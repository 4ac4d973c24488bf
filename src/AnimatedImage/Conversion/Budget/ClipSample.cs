using System.Runtime.CompilerServices;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Requests;

namespace AnimatedImage.Conversion.Budget;

/// <summary>
/// A few runs of frames that stand for a clip: spread evenly, each long enough to show what one more frame costs. They are taken from
/// frames that are put aside anyhow, or decoded for this. A clip not longer than the runs is taken whole.
/// </summary>
internal sealed class ClipSample : IDisposable
{
    private const int MostRuns = 6;
    private const int MostFramesInRun = 12;
    private const int LeastFramesInRun = 3;

    // What decoded runs may take in memory and in a temporary file together.
    private const long MostBytes = 512L << 20;

    private readonly FrameSpool _spool;
    private readonly IReadOnlyList<FrameRun>? _runs;
    private readonly bool _isOwner;
    private readonly int _runCount;
    private readonly int _runLength;

    private ClipSample(FrameSpool spool, IReadOnlyList<FrameRun>? runs, int runCount, int runLength, bool isOwner)
    {
        _spool = spool;
        _runs = runs;
        _runCount = runCount;
        _runLength = runLength;
        _isOwner = isOwner;
    }

    /// <summary>True when nothing is left out: what is measured is the clip itself.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>A sample of frames that are all put aside.</summary>
    /// <param name="spool">The frames as they play; not disposed here.</param>
    /// <returns>At most a quarter of the frames; null of very short clips, whose sample would not be cheaper than the clip.</returns>
    public static ClipSample? Of(FrameSpool spool)
    {
        int frames = Math.Min(spool.Count / 4, MostRuns * MostFramesInRun);
        int runs = Math.Clamp(frames / 6, 1, MostRuns);
        int length = frames / runs;
        return length < LeastFramesInRun ? null : new ClipSample(spool, null, runs, length, isOwner: false);
    }

    /// <summary>Decodes a sample; a clip of few frames is decoded whole, in playing order.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="plan">The conversion, its number of frames as exact as can be.</param>
    /// <param name="layout">How the frames keep their pixels.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    public static async Task<ClipSample> DecodeAsync(FFmpegTools tools, ConversionPlan plan, PixelLayout layout, CancellationToken cancellationToken)
    {
        // The same frames whatever the layout.
        long frameBytes = FramePool.BytesOf(plan.Picture.CanvasWidth, plan.Picture.CanvasHeight, PixelLayout.Rgba);
        int length = (int)Math.Clamp(MostBytes / (frameBytes * MostRuns), LeastFramesInRun, MostFramesInRun);
        bool isWhole = plan.FrameCount <= MostRuns * length;
        FrameSpool spool = new();
        try
        {
            List<FrameRun> runs = [];
            foreach (ConversionPlan window in isWhole ? [plan] : Windows(plan, length))
            {
                int first = spool.Count;
                await foreach (ShownFrame shown in StageJoint.Play(FrameSourceFactory.Create(tools, window, layout), window, null, cancellationToken).ConfigureAwait(false))
                {
                    await spool.AddAsync(shown, cancellationToken).ConfigureAwait(false);
                }

                runs.Add(new FrameRun(first, spool.Count - first));
            }

            return new ClipSample(spool, runs, runs.Count, length, isOwner: true) { IsWhole = isWhole };
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>The runs' frames one after the other, thinned and made smaller as a rung says.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="hasAlpha">True when the frames have alpha.</param>
    /// <param name="starts">Takes the number of each run's first frame among those that come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<ShownFrame> ReadAsync(
        BudgetRung rung, bool hasAlpha, ICollection<int> starts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (FrameRun run in _runs ?? Spread(rung.FrameShare))
        {
            starts.Add(count);
            IAsyncEnumerable<ShownFrame> frames = ThinnedFrames.Create(PlayedFrames.ReadAsync(_spool, run, cancellationToken), rung.FrameShare, cancellationToken);
            await foreach (ShownFrame shown in ScaledFrames.Create(frames, rung.Width, rung.Height, hasAlpha, cancellationToken).ConfigureAwait(false))
            {
                count++;
                yield return shown;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOwner)
        {
            _spool.Dispose();
        }
    }

    /// <summary>Where frames are left out, a run reaches further, so that as many are kept.</summary>
    private IEnumerable<FrameRun> Spread(double share)
    {
        int length = Math.Min((int)Math.Ceiling(_runLength / share), Math.Max(_runLength, _spool.Count / _runCount));
        for (int run = 0; run < _runCount; run++)
        {
            int middle = (int)(_spool.Count * ((run + 0.5) / _runCount));
            yield return new FrameRun(Math.Clamp(middle - (length / 2), 0, _spool.Count - length), length);
        }
    }

    // Run k stands in the middle of the k-th part of what is read.
    private static IEnumerable<ConversionPlan> Windows(ConversionPlan plan, int frames)
    {
        TimeSpan total = plan.Windows.Aggregate(TimeSpan.Zero, (sum, window) => sum + window.End - window.Start);
        TimeSpan length = total * ((double)frames / plan.FrameCount);
        for (int run = 0; run < MostRuns; run++)
        {
            TimeSpan offset = (total * ((run + 0.5) / MostRuns)) - (length / 2);
            ReadWindow window = plan.Windows[0];
            foreach (ReadWindow candidate in plan.Windows)
            {
                window = candidate;
                if (offset < candidate.End - candidate.Start)
                {
                    break;
                }

                offset -= candidate.End - candidate.Start;
            }

            TimeSpan start = window.Start + offset;
            TimeSpan end = start + length < window.End ? start + length : window.End;
            int onGrid = plan.Selection.Kind == FrameSelectionKind.Grid ? frames : 0;
            yield return plan with
            {
                Windows = [new ReadWindow(start, end, start, onGrid)],
                FrameCount = frames,
                Playback = plan.Playback with { Mode = PlayMode.Forward, Crossfade = TimeSpan.Zero, EndDelay = TimeSpan.Zero },
            };
        }
    }
}

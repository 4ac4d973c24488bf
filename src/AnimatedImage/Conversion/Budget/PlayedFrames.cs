using System.Runtime.CompilerServices;
using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Conversion.Budget;

/// <summary>
/// A conversion's frames as they play, to be read several times: decoded once and put aside, a few in memory and the rest in a
/// temporary file; where that would take too much room they are decoded again each time.
/// </summary>
internal sealed class PlayedFrames : IDisposable
{
    /// <summary>What is put aside at most: 1 GiB.</summary>
    public const long DefaultLimit = 1L << 30;

    private readonly FFmpegTools _tools;
    private readonly ConversionPlan _plan;
    private readonly PixelLayout _layout;
    private readonly FrameSpool? _spool;
    private IFrameSource _source;

    private PlayedFrames(FFmpegTools tools, ConversionPlan plan, PixelLayout layout, IFrameSource source, FrameSpool? spool, int count, TimeSpan duration)
    {
        _tools = tools;
        _plan = plan;
        _layout = layout;
        _source = source;
        _spool = spool;
        Count = count;
        Duration = duration;
    }

    /// <summary>How many frames play; exact where they are put aside.</summary>
    public int Count { get; }

    /// <summary>How long they play, the end delay left out.</summary>
    public TimeSpan Duration { get; }

    /// <summary>What may surprise of the last decoding; complete when it has ended.</summary>
    public IReadOnlyList<string> Warnings => _source.Warnings;

    /// <summary>How the source was read the last time.</summary>
    public ReadingMode Reading => _source.Reading;

    /// <summary>How many frames the last decoding gave.</summary>
    public int Decoded { get; private set; }

    /// <summary>True when reading them does not decode again.</summary>
    public bool IsSpooled => _spool is not null;

    /// <summary>Decodes and puts aside what has room.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="plan">What is read and how it plays.</param>
    /// <param name="layout">How the frames keep their pixels.</param>
    /// <param name="limit">Bytes that may be put aside.</param>
    /// <param name="onFrame">Called after each decoded frame with their number.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    public static async Task<PlayedFrames> ReadAsync(
        FFmpegTools tools, ConversionPlan plan, PixelLayout layout, long limit, Action<int> onFrame, CancellationToken cancellationToken)
    {
        int planned = plan.Playback.Mode == PlayMode.Boomerang ? Math.Max(1, (2 * plan.FrameCount) - 2) : plan.FrameCount;
        long frameBytes = FramePool.BytesOf(plan.Picture.CanvasWidth, plan.Picture.CanvasHeight, layout);
        IFrameSource source = FrameSourceFactory.Create(tools, plan, layout);
        int decoded = 0;
        PlayedFrames again = new(tools, plan, layout, source, null, planned, plan.Playback.Duration - plan.Playback.EndDelay);
        if (planned * frameBytes > limit)
        {
            return again;
        }

        FrameSpool spool = new();
        try
        {
            TimeSpan duration = TimeSpan.Zero;
            await foreach (ShownFrame shown in StageJoint.Play(source, plan, done => onFrame(decoded = done), cancellationToken).ConfigureAwait(false))
            {
                if ((spool.Count + 1) * frameBytes > limit)
                {
                    // More frames than the container told.
                    shown.Frame.Dispose();
                    spool.Dispose();
                    return again;
                }

                duration += shown.Duration;
                await spool.AddAsync(shown, cancellationToken).ConfigureAwait(false);
            }

            return new PlayedFrames(tools, plan, layout, source, spool, spool.Count, duration) { Decoded = decoded };
        }
        catch (ConversionException exception) when (exception.ErrorId == ErrorId.DiskFull && plan.Playback.Mode == PlayMode.Forward)
        {
            spool.Dispose();
            return again;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>All frames from the beginning.</summary>
    /// <param name="onFrame">Called after each frame with their number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<ShownFrame> ReadAsync(Action<int> onFrame, CancellationToken cancellationToken) => _spool is null
        ? StageJoint.Play(_source = FrameSourceFactory.Create(_tools, _plan, _layout), _plan, done => onFrame(Decoded = done), cancellationToken)
        : Observed(ReadAsync(_spool, new FrameRun(0, Count), cancellationToken), onFrame, cancellationToken);

    /// <summary>A few frames that stand for all; null of very short clips.</summary>
    public async Task<ClipSample?> SampleAsync(CancellationToken cancellationToken) =>
        _spool is null ? await ClipSample.DecodeAsync(_tools, _plan, _layout, cancellationToken).ConfigureAwait(false) : ClipSample.Of(_spool);

    /// <summary>A run of frames that are put aside.</summary>
    public static async IAsyncEnumerable<ShownFrame> ReadAsync(FrameSpool spool, FrameRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int number = run.First; number < run.First + run.Count; number++)
        {
            yield return await spool.ReadAsync(number, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _spool?.Dispose();

    private static async IAsyncEnumerable<ShownFrame> Observed(
        IAsyncEnumerable<ShownFrame> frames, Action<int> onFrame, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int done = 0;
        await foreach (ShownFrame shown in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            onFrame(++done);
            yield return shown;
        }
    }
}

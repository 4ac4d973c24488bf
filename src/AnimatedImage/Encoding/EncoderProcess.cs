using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Nut;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding;

/// <summary>
/// An ffmpeg that encodes: one task feeds it frames as NUT with their exact times on its standard input, whoever reads
/// <see cref="Output"/> takes the file. The pipes are the only buffers, so memory is a few frames whatever the clip's length.
/// Disposing ends the child, waits for it, and ends the reading of the frames.
/// </summary>
internal sealed class EncoderProcess : IAsyncDisposable
{
    private readonly FFmpegProcess _process;
    private readonly string _subject;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _running;
    private readonly CancellationTokenSource _feeding;
    private readonly Task _feed;
    private int _frameCount;
    private long _ticks;
    private volatile bool _hasEverything;

    private EncoderProcess(FFmpegTools tools, IReadOnlyList<string> arguments, string subject, IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, CancellationToken cancellationToken)
    {
        _subject = subject;
        _cancellationToken = cancellationToken;
        _running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _feeding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _process = FFmpegProcess.Start(tools.FFmpegPath, arguments, EncoderArguments.Limits(settings), _running.Token);
        _feed = Task.Run(() => FeedAsync(frames, settings), CancellationToken.None);
    }

    /// <summary>The child's standard output. It also ends where the child fails: only <see cref="CompleteAsync"/> tells.</summary>
    public Stream Output => _process.Output;

    /// <summary>Starts the child and begins to feed it.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="output">What follows the input: filters, encoder, muxer, target.</param>
    /// <param name="subject">What works, for messages: <c>the GIF encoder</c>.</param>
    /// <param name="frames">Taken one at a time and disposed each; the enumeration ends early where the child does.</param>
    /// <param name="settings">Size and clock of the frames.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    /// <exception cref="ConversionException">ffmpeg cannot be started; no frame was taken then.</exception>
    public static EncoderProcess Start(
        FFmpegTools tools, IReadOnlyList<string> output, string subject, IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, CancellationToken cancellationToken) =>
        new(tools, [.. EncoderArguments.Input, .. tools.Capabilities.PassThroughFrames, .. EncoderArguments.Clock(settings), .. output], subject, frames, settings, cancellationToken);

    /// <summary>Waits until the child has taken every frame and ended well.</summary>
    /// <returns>What was fed.</returns>
    /// <exception cref="ConversionException">The frames' source failed, or the child did; in this order of precedence.</exception>
    /// <exception cref="OperationCanceledException">The token given at the start was cancelled.</exception>
    public async Task<FedFrames> CompleteAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        if (!_hasEverything)
        {
            // The child is gone and takes no more; the source may be far from its next frame.
            await _feeding.CancelAsync().ConfigureAwait(false);
        }

        try
        {
            await _feed.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_cancellationToken.IsCancellationRequested)
        {
            // Cancelled just above: the child's own failure, next, is the cause.
        }

        _cancellationToken.ThrowIfCancellationRequested();
        if (_hasEverything && _frameCount == 0)
        {
            throw NoFrame(_subject);
        }

        await _process.EnsureSuccessAsync(_subject).ConfigureAwait(false);
        if (!_hasEverything)
        {
            throw Incomplete();
        }

        return new FedFrames(_frameCount, _ticks);
    }

    /// <summary>The failure of a source that has no frame at all.</summary>
    /// <param name="subject">What waited for it: <c>the WebP encoder</c>.</param>
    public static ConversionException NoFrame(string subject) => new(
        ErrorId.ZeroDuration,
        FailureKind.Source,
        $"No frame reached {subject}: the part of the video that was chosen holds none.",
        "Choose another part of the video.");

    /// <summary>The failure of a child that says that all is well and yet left its file unfinished.</summary>
    public ConversionException Incomplete() => new(
        ErrorId.FFmpegFailed,
        FailureKind.Internal,
        $"ffmpeg ended early: {_subject} did not finish its file.",
        "Try again; if it happens again, try another build of ffmpeg.")
    {
        Log = _process.Log,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _feeding.CancelAsync().ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
        await _feed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _feeding.Dispose();
        _running.Dispose();
    }

    private async Task FeedAsync(IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings)
    {
        try
        {
            NutWriter writer = new(_process.Input, settings.Width, settings.Height, new Rational(1, settings.Timing.TicksPerSecond));
            await foreach (TimedFrame timed in frames.WithCancellation(_feeding.Token).ConfigureAwait(false))
            {
                using Frame frame = timed.Frame;
                if (!await TryWriteAsync(writer, frame).ConfigureAwait(false))
                {
                    return;
                }

                _frameCount++;
                _ticks += timed.Delay;
            }

            _hasEverything = true;
            _process.CloseInput();
        }
        catch
        {
            // Ends the child and with it the output that somebody waits for.
            await _running.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>False when the child takes no more: it has ended, and its exit code tells why.</summary>
    private async ValueTask<bool> TryWriteAsync(NutWriter writer, Frame frame)
    {
        try
        {
            await writer.WriteFrameAsync(frame.Pixels, _ticks, _feeding.Token).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

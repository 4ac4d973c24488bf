using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Frames.Decoding;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames;

/// <summary>
/// Frames that ffmpeg decodes: window after window, exactly those that the plan asks for, however the source is seekable. Times are
/// counted on the concatenated time line of the windows; on a grid, frame k has exactly k/rate.
/// </summary>
public sealed class FFmpegFrameSource : IFrameSource
{
    // What a timer can count.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(24);

    private readonly FFmpegTools _tools;
    private readonly ConversionPlan _plan;
    private readonly DecodeInput _input;
    private readonly List<string> _warnings = [];
    private readonly PictureForms _pictures;

    /// <summary>Creates the source; nothing is read before the enumeration begins.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="plan">What is read and how pictures are changed.</param>
    public FFmpegFrameSource(FFmpegTools tools, ConversionPlan plan)
        : this(tools, plan, DecodeInput.Of(plan.Source, tools.Capabilities))
    {
    }

    internal FFmpegFrameSource(FFmpegTools tools, ConversionPlan plan, DecodeInput input, IReadOnlyList<PictureForm>? forms = null)
    {
        _tools = tools;
        _plan = plan;
        _input = input;
        Reading = plan.Reading.Mode;
        _pictures = new PictureForms(forms ?? [new PictureForm(plan.Picture, PixelLayout.Rgba)], plan.Source.Video, tools.Capabilities);
        if (_pictures.LacksToneMapping)
        {
            _warnings.Add("The video is HDR, but this ffmpeg was built without the filters zscale and tonemap, so its colours will look pale. Install an ffmpeg with libzimg.");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <inheritdoc/>
    public ReadingMode Reading { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.DamagedSource"/> when no frame comes, <see cref="ErrorId.TooManyFrames"/>, <see cref="ErrorId.TimedOut"/>, and
    /// whatever ffmpeg fails with.
    /// </exception>
    public IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken) => BoundedFrames.Create(
        _pictures.Forms.Sum(form => FramePool.BytesOf(form.Picture.CanvasWidth, form.Picture.CanvasHeight, form.Layout)), ProduceAsync, cancellationToken);

    private async Task ProduceAsync(Func<Frame, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_plan.Timeout < LongestTimer ? _plan.Timeout : LongestTimer);
        try
        {
            await ReadWindowsAsync(write, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw FFmpegFailure.TimedOut(Subject, _plan.Timeout, "");
        }
    }

    private async Task ReadWindowsAsync(Func<Frame, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        int count = 0;
        IReadOnlyList<ReadWindow> windows = _plan.Windows;
        if (_plan.Reading.Mode == ReadingMode.Seeks)
        {
            IReadOnlyList<ReadWindow> groups = SeekStrategy.Split(_plan);
            using var sparse = new SparseWindows(new WindowDecoder(_tools, _plan, _input, _pictures) { Threads = 1 }, _plan.Reading.Parallel, _plan.Reading.Together);
            int done = await sparse.ReadAsync(groups, EmitSampleAsync, cancellationToken).ConfigureAwait(false);
            windows = SeekStrategy.After(_plan, done);
            if (windows.Count > 0)
            {
                FallBack();
            }
        }

        // Left to itself, ffmpeg takes all cores.
        var decoder = new WindowDecoder(_tools, _plan, _input, _pictures) { Threads = CoreBudget.Shared.IsUndivided ? null : CoreBudget.Shared.Share };
        TimeSpan time = TimeSpan.Zero;
        foreach (ReadWindow window in windows)
        {
            await decoder.ReadAsync(window, time, count, EmitAsync, cancellationToken).ConfigureAwait(false);
            time += window.End - window.Start;
        }

        if (decoder.StartedOver && Reading != ReadingMode.FromBeginning)
        {
            FallBack();
        }

        if (count == 0)
        {
            throw new ConversionException(
                ErrorId.DamagedSource,
                FailureKind.Source,
                $"No frame could be decoded from '{Subject}'.",
                "The file may be cut off or damaged: check that it plays, and that the part asked for does.");
        }

        // Windows read at once cannot know how many frames come before theirs.
        ValueTask EmitSampleAsync(Frame frame)
        {
            frame.Time = GridTime.Of(count, _plan.Selection.Rate!.Value);
            return EmitAsync(frame);
        }

        ValueTask EmitAsync(Frame frame)
        {
            if (++count > _plan.MaxFrame)
            {
                frame.Dispose();
                throw new ConversionException(
                    ErrorId.TooManyFrames,
                    FailureKind.Input,
                    string.Create(CultureInfo.InvariantCulture, $"'{Subject}' gives more than the {_plan.MaxFrame} frames allowed."),
                    "Take a shorter part or fewer frames a second, or raise MaxFrame.");
            }

            return write(frame, cancellationToken);
        }
    }

    private void FallBack()
    {
        Reading = ReadingMode.FromBeginning;
        _warnings.Add($"Seeking in '{_plan.Source.Input.Name}' does not lead to its frames, so it was read from the beginning, which takes longer: its index is missing or damaged.");
    }

    private string Subject => _plan.Source.Input.Subject;
}

using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Frames.Nut;
using AnimatedImage.Inspection.Webp;
using AnimatedImage.Media;

namespace AnimatedImage.Frames.Webp;

/// <summary>
/// An animated WebP as a video for ffmpeg, which before release 8 decodes only stills: each frame is copied out as a still, one ffmpeg
/// decodes them all, and the pictures that they build up are written as NUT.
/// </summary>
/// <param name="tools">The ffmpeg in use.</param>
/// <param name="media">The source.</param>
internal sealed class WebpFeed(FFmpegTools tools, MediaInfo media)
{
    private static readonly Rational Millisecond = new(1, 1000);

    /// <summary>Writes the whole animation; the last picture comes a second time with the end's timestamp, because NUT tells no durations.</summary>
    /// <param name="target">The standard input of the ffmpeg that takes the video.</param>
    /// <param name="cancellationToken">Ends the writing and the decoding.</param>
    public async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        Stream file = media.Input.OpenRead();
        await using (file.ConfigureAwait(false))
        {
            WebpAnimation animation = WebpAnimation.Read(file, media.Input.Subject);
            FFmpegProcess decoder = FFmpegProcess.Start(tools.FFmpegPath, Arguments(animation), ProcessLimits.Default, cancellationToken);
            await using (decoder.ConfigureAwait(false))
            {
                Task stills = CopyStillsAsync(file, animation, decoder, cancellationToken);
                try
                {
                    await DrawAsync(animation, decoder, target, cancellationToken).ConfigureAwait(false);
                    await stills.ConfigureAwait(false);
                }
                finally
                {
                    await decoder.DisposeAsync().ConfigureAwait(false);
                    await stills.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    // The frames' sizes differ; padded, each is a raw picture of the canvas's size with the frame in its corner.
    private IReadOnlyList<string> Arguments(WebpAnimation animation) =>
    [
        .. FFmpegArguments.Common, "-xerror", "-f", "webp_pipe", "-i", "pipe:0",
        "-vf", string.Create(
            CultureInfo.InvariantCulture,
            $"scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp:in_color_matrix=bt601,format=rgba,pad={animation.Width}:{animation.Height}:0:0:color=black@0"),
        .. tools.Capabilities.PassThroughFrames, "-pix_fmt", "rgba", "-c:v", "rawvideo", "-threads", "1", "-f", "rawvideo", "-flush_packets", "1", "pipe:1",
    ];

    private static async Task CopyStillsAsync(Stream file, WebpAnimation animation, FFmpegProcess decoder, CancellationToken cancellationToken)
    {
        try
        {
            foreach (WebpFrame frame in animation.Frames)
            {
                await WebpAnimation.CopyStillAsync(file, frame, decoder.Input, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The decoder is gone: what it said on its way out is told by the one who reads from it.
        }
        finally
        {
            decoder.CloseInput();
        }
    }

    private async Task DrawAsync(WebpAnimation animation, FFmpegProcess decoder, Stream target, CancellationToken cancellationToken)
    {
        var canvas = new WebpCanvas(animation.Width, animation.Height);
        var writer = new NutWriter(target, animation.Width, animation.Height, Millisecond);
        byte[] picture = new byte[canvas.Pixels.Length];
        long time = 0;
        foreach (WebpFrame frame in animation.Frames)
        {
            if (await decoder.Output.ReadAtLeastAsync(picture, picture.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < picture.Length)
            {
                throw await ExplainAsync(decoder, cancellationToken).ConfigureAwait(false);
            }

            canvas.Draw(frame, picture, animation.Width * 4);
            if (frame.Duration > TimeSpan.Zero)
            {
                await writer.WriteFrameAsync(canvas.Pixels, time, cancellationToken).ConfigureAwait(false);
                time += (long)frame.Duration.TotalMilliseconds;
            }
        }

        await writer.WriteFrameAsync(canvas.Pixels, time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ConversionException> ExplainAsync(FFmpegProcess decoder, CancellationToken cancellationToken)
    {
        ConversionException? cause = null;
        try
        {
            await decoder.EnsureSuccessAsync(media.Input.Subject, cancellationToken).ConfigureAwait(false);
        }
        catch (ConversionException failure) when (failure.Kind == FailureKind.Source || failure.ErrorId == ErrorId.FFmpegFailed)
        {
            cause = failure;
        }

        return new ConversionException(
            ErrorId.DamagedSource,
            FailureKind.Source,
            $"A frame of '{media.Input.Subject}' cannot be decoded: the file is damaged.",
            "Get the file again.",
            cause) { Log = decoder.Log };
    }
}

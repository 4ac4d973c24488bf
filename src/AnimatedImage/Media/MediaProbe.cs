using System.Text;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Media;

/// <summary>Asks ffprobe what a source is; animated WebP, which ffprobe cannot read, is asked of our own reader.</summary>
public sealed class MediaProbe(FFmpegTools tools)
{
    // Descriptions are a few kilobytes; a file with thousands of streams or tags is not worth more.
    private const int LongestAnswer = 16 << 20;

    private readonly PacketReader _packets = new(tools);

    /// <summary>The tools in use.</summary>
    public FFmpegTools Tools { get; } = tools;

    /// <summary>Probes a source.</summary>
    /// <exception cref="ConversionException">Every failure of the source class and those of the machine.</exception>
    public async Task<MediaInfo> ProbeAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (!location.IsLocal)
        {
            throw new ConversionException(
                ErrorId.StorageNotAvailable, FailureKind.Input, $"{location} lies in a store ({location.Scheme}) that this installation cannot read.", "Download the file and convert the copy.");
        }

        LocalSource source = await LocalSource.OpenAsync(location, cancellationToken).ConfigureAwait(false);
        MediaInput input = new() { Location = location, Address = "file:" + source.PathForChildren, Protocols = "file" };
        switch (source.Kind)
        {
            case SourceKind.Playlist:
                PlaylistContent content = PlaylistGuard.Check(source.Path);
                input = input with { Protocols = "file,crypto", IsPlaylist = true };
                return await ProbeAsync(input, cancellationToken).ConfigureAwait(false) with { Bytes = content.Bytes, Files = [.. content.Files] };
            default:
                ProbeMemory.Key? key = ProbeMemory.KeyOf(Tools.FFprobePath, source.Path);
                if (ProbeMemory.Find(key) is { } known)
                {
                    return known with { Input = input };
                }

                MediaInfo media = await ProbeAsync(input, source.Kind, source.Bytes, cancellationToken).ConfigureAwait(false);
                ProbeMemory.Add(key, media);
                return media;
        }
    }

    /// <summary>Probes a single file, wherever its bytes live.</summary>
    /// <param name="input">What ffmpeg opens.</param>
    /// <param name="kind">What its first bytes say; no playlist.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    internal async Task<MediaInfo> ProbeAsync(MediaInput input, SourceKind kind, long bytes, CancellationToken cancellationToken) =>
        kind == SourceKind.WebP
            ? WebPSource.Describe(input)
            : WithKeyFrames(await ProbeFileAsync(input, kind, cancellationToken).ConfigureAwait(false) with { Bytes = bytes });

    /// <summary>Probes what a store hands over: an address that ffmpeg may open, its content checked by the store.</summary>
    /// <exception cref="ConversionException">Every failure of the source class and those of the machine.</exception>
    public async Task<MediaInfo> ProbeAsync(MediaInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input is { IsPlaylist: true, Options.Count: 0 })
        {
            input = input with { Options = FFmpegArguments.Playlist(Tools.Capabilities) };
        }

        (string answer, string log) = await AskAsync(input, cancellationToken).ConfigureAwait(false);
        MediaInfo media = Parse(answer, log, input);
        if (media.Duration > TimeSpan.Zero)
        {
            return media;
        }

        (TimeSpan duration, long frames) = await _packets.MeasureAsync(media, cancellationToken).ConfigureAwait(false);
        return frames > 0 && duration > TimeSpan.Zero
            ? media with { Duration = duration, Video = media.Video with { FrameCount = frames } }
            : throw new ConversionException(ErrorId.ZeroDuration, FailureKind.Source, $"The video of {input.Location} has no duration: it holds no frame.", "The recording that made it failed; get the file again.");
    }

    /// <summary>
    /// The presentation times of every frame (or key frame) of the video between two times, in order, counted from the first frame;
    /// read from the packets, without decoding. The first is that of the frame on screen at <paramref name="start"/>.
    /// </summary>
    /// <exception cref="ConversionException">The source can no longer be read.</exception>
    public Task<IReadOnlyList<TimeSpan>> ReadFrameTimesAsync(MediaInfo media, TimeSpan start, TimeSpan end, bool keyFrameOnly, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(media);
        return media.Container == WebPSource.Container
            ? Task.FromResult(WebPSource.FrameTimes(media.Input, start, end, keyFrameOnly))
            : _packets.ReadTimesAsync(media, start, end, keyFrameOnly, cancellationToken);
    }

    // A store would be asked once more, for a number that seldom changes what is done.
    private static MediaInfo WithKeyFrames(MediaInfo media)
    {
        if (media.Input.Protocols != "file" || !media.Container.StartsWith("mov,", StringComparison.Ordinal))
        {
            return media;
        }

        try
        {
            using Stream file = media.Input.OpenRead();
            return media with { Video = media.Video with { KeyFrameCount = KeyFrameIndex.Count(file, media.Video.Index) } };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return media;
        }
    }

    // ffprobe succeeds on what it cannot decode at all; why it could not stands in its log.
    private static MediaInfo Parse(string answer, string log, MediaInput input)
    {
        try
        {
            return ProbeAnswer.Parse(answer, input);
        }
        catch (ConversionException failure) when (failure.ErrorId == ErrorId.DamagedSource && log.Length > 0)
        {
            ConversionException reason = FFmpegFailure.Explain(1, log, input.Location.ToString());
            throw reason.ErrorId is ErrorId.FrameTooLarge or ErrorId.UnsupportedCodec or ErrorId.OutOfMemory
                ? reason
                : new ConversionException(failure.ErrorId, failure.Kind, failure.Message, failure.Advice, failure) { Log = reason.Log };
        }
    }

    private async Task<MediaInfo> ProbeFileAsync(MediaInput input, SourceKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await ProbeAsync(input, cancellationToken).ConfigureAwait(false);
        }
        // ffprobe also goes by the name of a file: a text called .mp4 is to it an MP4 without an index.
        catch (ConversionException failure) when (failure.ErrorId == ErrorId.DamagedSource && kind == SourceKind.Unknown)
        {
            throw new ConversionException(
                ErrorId.NotMedia, FailureKind.Source, $"{input.Location} is not a media file that can be read.", "Check that it is really a video: its name says nothing about its content.", failure)
            {
                Log = failure.Log,
            };
        }
        catch (ConversionException failure) when (failure.ErrorId == ErrorId.NotMedia && kind == SourceKind.Video)
        {
            throw new ConversionException(
                ErrorId.DamagedSource, FailureKind.Source, $"{input.Location} begins like a video but cannot be read: it is damaged, cut off or no moving picture.", "Get the complete file.", failure)
            {
                Log = failure.Log,
            };
        }
    }

    private async Task<(string Answer, string Log)> AskAsync(MediaInput input, CancellationToken cancellationToken)
    {
        FFmpegProcess child = FFmpegProcess.Start(Tools.FFprobePath, FFmpegArguments.ProbeStreams(input), ProcessLimits.Question, cancellationToken);
        await using (child.ConfigureAwait(false))
        {
            using StreamReader reader = new(child.Output);
            StringBuilder answer = new();
            char[] buffer = new char[16384];
            while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is int count and > 0)
            {
                answer.Append(buffer, 0, count);
                if (answer.Length > LongestAnswer)
                {
                    throw new ConversionException(ErrorId.NotMedia, FailureKind.Source, $"The description of {input.Location} is absurdly long.", "Put the video into a new container without its tags.");
                }
            }

            await child.EnsureSuccessAsync(input.Location.ToString(), cancellationToken).ConfigureAwait(false);
            return (answer.ToString(), child.Log);
        }
    }
}

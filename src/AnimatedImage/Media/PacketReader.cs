using System.Runtime.CompilerServices;

namespace AnimatedImage.Media;

/// <summary>Reads the packets of a video stream through ffprobe, without decoding; ending the enumeration early ends the child.</summary>
/// <param name="tools">The ffprobe in use.</param>
internal sealed class PacketReader(FFmpegTools tools)
{
    // A scan reads the whole file, from slow disks too.
    private static readonly ProcessLimits s_limits = new() { WallTime = TimeSpan.FromMinutes(30) };

    // Aimed at a little earlier than needed, because the time is rounded on its way to ffprobe.
    private static readonly TimeSpan s_seekMargin = TimeSpan.FromMilliseconds(1);

    // Seeking this close to the beginning would save nothing.
    private static readonly TimeSpan s_nearBeginning = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The frames' times between two times, sorted, with the frame on screen at the start; counted from the first video frame.
    /// </summary>
    public async Task<IReadOnlyList<TimeSpan>> ReadTimesAsync(MediaInfo media, TimeSpan start, TimeSpan end, bool keyFrameOnly, CancellationToken cancellationToken)
    {
        List<TimeSpan> times = [];
        if (media.IsSeekable && start > s_nearBeginning)
        {
            times = await CollectAsync(media, start, end, keyFrameOnly, cancellationToken).ConfigureAwait(false);
        }

        // Without an index a seek may land behind the frame on screen; then the beginning is the only sure place.
        if (times.Count == 0 || times[0] > start)
        {
            times = await CollectAsync(media, null, end, keyFrameOnly, cancellationToken).ConfigureAwait(false);
        }

        int shown = times.FindLastIndex(time => time <= start);
        return shown > 0 ? times[shown..] : times;
    }

    /// <summary>When the last frame ends, counted from the first one; zero when there is no packet.</summary>
    public async Task<(TimeSpan Duration, long Frames)> MeasureAsync(MediaInfo media, CancellationToken cancellationToken)
    {
        TimeSpan end = TimeSpan.Zero;
        long frames = 0;
        await foreach ((TimeSpan time, PacketTime packet) in ReadAsync(media, null, cancellationToken).ConfigureAwait(false))
        {
            TimeSpan frameEnd = time + (packet.Duration > 0 ? Time(packet.Duration, media.Video) : Times(1, media.Video.FrameRate.Inverse));
            end = frameEnd > end ? frameEnd : end;
            frames++;
        }

        return (end, frames);
    }

    // Counted in the stream's own ticks and rounded once: seconds with six decimals would put a frame before or behind its own time.
    private static TimeSpan Since(long ticks, VideoStreamInfo video) => Time(ticks - video.StartTimestamp, video);

    private static TimeSpan Time(long ticks, VideoStreamInfo video) => Times(ticks, video.TimeBase);

    private static TimeSpan Times(long count, Rational seconds)
    {
        Int128 doubled = (Int128)count * seconds.Numerator * TimeSpan.TicksPerSecond * 2;
        Int128 rounded = (doubled + (doubled < 0 ? -seconds.Denominator : seconds.Denominator)) / ((Int128)seconds.Denominator * 2);
        return rounded > TimeSpan.MinValue.Ticks && rounded < TimeSpan.MaxValue.Ticks ? new TimeSpan((long)rounded) : TimeSpan.Zero;
    }

    private async Task<List<TimeSpan>> CollectAsync(MediaInfo media, TimeSpan? seek, TimeSpan end, bool keyFrameOnly, CancellationToken cancellationToken)
    {
        List<TimeSpan> times = [];
        await foreach ((TimeSpan time, PacketTime packet) in ReadAsync(media, seek, cancellationToken).ConfigureAwait(false))
        {
            if (time < end && (packet.IsKey || !keyFrameOnly))
            {
                times.Add(time);
            }

            // A frame is never shown before it is decoded, so once decoding has reached the end nothing can follow.
            if (packet.Decoding is { } decoding && Since(decoding, media.Video) >= end)
            {
                break;
            }
        }

        times.Sort();
        return [.. times.Distinct()];
    }

    private async IAsyncEnumerable<(TimeSpan Time, PacketTime Packet)> ReadAsync(
        MediaInfo media, TimeSpan? seek, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? interval = seek is { } from
            ? FFmpegArguments.Seconds(Time(media.Video.StartTimestamp, media.Video) + from - s_seekMargin) + "%"
            : null;
        FFmpegProcess child = FFmpegProcess.Start(
            tools.FFprobePath, FFmpegArguments.ProbePackets(media.Input, media.Video.Index, interval), s_limits, cancellationToken);
        await using (child.ConfigureAwait(false))
        {
            using StreamReader reader = new(child.Output);
            long count = 0;
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (PacketTime.Parse(line) is not { } packet || packet.IsDiscarded)
                {
                    continue;
                }

                // Bare streams have no times at all: their frames follow each other at the stream's rate.
                TimeSpan time = (packet.Presentation ?? packet.Decoding) is { } ticks ? Since(ticks, media.Video) : Times(count, media.Video.FrameRate.Inverse);
                count++;
                yield return (time, packet);
            }

            await child.EnsureSuccessAsync(media.Input.Location.ToString(), cancellationToken).ConfigureAwait(false);
        }
    }
}

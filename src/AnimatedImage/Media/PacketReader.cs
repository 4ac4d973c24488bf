using System.Globalization;
using System.Runtime.CompilerServices;

namespace AnimatedImage.Media;

/// <summary>Reads the packets of a video stream through ffprobe, without decoding; ending the enumeration early ends the child.</summary>
/// <param name="tools">The ffprobe in use.</param>
internal sealed class PacketReader(FFmpegTools tools)
{
    // A scan reads the whole file, from slow disks too.
    private static readonly ProcessLimits s_limits = new() { WallTime = TimeSpan.FromMinutes(30) };

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
            TimeSpan duration = packet.Duration > TimeSpan.Zero ? packet.Duration : OneFrame(media);
            end = time + duration > end ? time + duration : end;
            frames++;
        }

        return (end, frames);
    }

    private static TimeSpan OneFrame(MediaInfo media) => TimeSpan.FromSeconds(media.Video.FrameRate.Inverse.Value);

    private async Task<List<TimeSpan>> CollectAsync(MediaInfo media, TimeSpan? seek, TimeSpan end, bool keyFrameOnly, CancellationToken cancellationToken)
    {
        List<TimeSpan> times = [];
        TimeSpan origin = media.ContainerStart + media.VideoOffset;
        await foreach ((TimeSpan time, PacketTime packet) in ReadAsync(media, seek, cancellationToken).ConfigureAwait(false))
        {
            if (time < end && (packet.IsKey || !keyFrameOnly))
            {
                times.Add(time);
            }

            // A frame is never shown before it is decoded, so once decoding has reached the end nothing can follow.
            if (packet.Decoding - origin >= end)
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
        TimeSpan origin = media.ContainerStart + media.VideoOffset;
        string? interval = seek is { } from ? string.Create(CultureInfo.InvariantCulture, $"{FFmpegArguments.Seconds(origin + from)}%") : null;
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
                TimeSpan time = packet.Presentation - origin ?? packet.Decoding - origin ?? OneFrame(media) * count;
                count++;
                yield return (time, packet);
            }

            await child.EnsureSuccessAsync(media.Input.Location.ToString(), cancellationToken).ConfigureAwait(false);
        }
    }
}

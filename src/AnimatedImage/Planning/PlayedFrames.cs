using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>How many frames an output holds once order, fade and the format's clock are applied.</summary>
internal static class PlayedFrames
{
    /// <summary>Frames of one round.</summary>
    /// <param name="count">Frames that are read.</param>
    /// <param name="playback">Their order and rate.</param>
    /// <param name="averageRate">Frames a second where the playback has no constant rate.</param>
    /// <param name="timing">The format's clock, which may thin them.</param>
    public static int Count(int count, PlaybackPlan playback, double averageRate, FrameTiming timing)
    {
        double rate = playback.ConstantRate?.Value ?? averageRate;
        int faded = playback.Crossfade > TimeSpan.Zero ? FadedFrames(count, playback.Crossfade, rate) : 0;
        int round = Ordered(count - faded, playback.Mode);
        return Thinned(round, rate, timing);
    }

    /// <summary>Frames that a fade takes away: the nearest number to its length, at least one, at most half of all.</summary>
    public static int FadedFrames(int count, TimeSpan fade, double rate) =>
        Math.Clamp((int)Math.Round(fade.TotalSeconds * rate, MidpointRounding.AwayFromZero), 1, Math.Max(1, count / 2));

    /// <summary>Frames of one round in this order: to and fro shows both ends once.</summary>
    public static int Ordered(int count, PlayMode mode) => mode == PlayMode.Boomerang && count > 2 ? (2 * count) - 2 : count;

    private static int Thinned(int count, double rate, FrameTiming timing)
    {
        double fastest = (double)timing.TicksPerSecond / timing.MinDelay;
        if (rate <= fastest)
        {
            return count;
        }

        FrameSchedule schedule = new(timing);
        int shown = 0;
        for (int frame = 0; frame < count; frame++)
        {
            shown += schedule.Push(frame, TimeSpan.FromSeconds(frame / rate)).Count;
        }

        return shown + schedule.Finish(TimeSpan.FromSeconds(count / rate)).Count;
    }
}

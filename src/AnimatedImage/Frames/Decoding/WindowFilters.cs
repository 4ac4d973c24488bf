using System.Globalization;
using AnimatedImage.Media;

namespace AnimatedImage.Frames.Decoding;

/// <summary>
/// The choice of frames spelled as ffmpeg filters. Frames that come before the window, from the key frame that decoding has to begin
/// with, are dropped before anything costly happens to them; the very first frame is let through in any case, because it tells whether
/// decoding began early enough.
/// </summary>
internal static class WindowFilters
{
    // Containers count in as little as whole frames, too coarse for the times of windows and samples.
    private const string FineClock = "settb=1/10000000";

    /// <summary>
    /// The frame on screen at each sample. What comes out has the timestamp k + 1 seconds for sample k, and 0 for the first frame where
    /// that lies before sample 0.
    /// </summary>
    /// <param name="first">The first sample on ffmpeg's clock.</param>
    /// <param name="tolerance">How much later than its sample a frame may begin.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="origin">Seconds added to each timestamp that comes out.</param>
    public static IEnumerable<string> Grid(TimeSpan first, TimeSpan tolerance, Rational rate, int count, long origin = 0)
    {
        yield return FineClock;

        // Time is stretched so that samples lie a second apart: the rates that the fps filter takes are less exact than ours. The first
        // frame behind the last sample is moved far enough for the fps filter to fill the gap, which ends the stream: the next one that
        // far behind by itself may be minutes of decoding away.
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"setpts='st(0,round((PTS-round({FFmpegArguments.Seconds(first + tolerance)}/TB))*{rate.Numerator}/{rate.Denominator}));if(gt(ld(0),{count - 1}/TB),{count + 1}/TB,ld(0))'");

        // With round=up a frame counts from the first sample at or after its own time, so at a sample it is the last one at or before it.
        yield return "fps=1:round=up";

        // The end of the stream, so that ffmpeg reads no further; frames that are only dropped would let it run on at full speed.
        yield return string.Create(CultureInfo.InvariantCulture, $"trim=end_pts={count}");
        yield return "select='gte(pts,0)+eq(n,0)'";
        yield return string.Create(CultureInfo.InvariantCulture, $"setpts='max(PTS,-1)+{origin + 1}'");
    }

    /// <summary>
    /// Every frame. What comes out has its time from the window's start plus <paramref name="leadIn"/>; the first frame has 0 where it
    /// is older than that.
    /// </summary>
    /// <param name="start">The window's start on ffmpeg's clock.</param>
    /// <param name="leadIn">From how long before the window on every frame is let through.</param>
    public static IEnumerable<string> EveryFrame(TimeSpan start, TimeSpan leadIn)
    {
        yield return FineClock;
        yield return $"setpts='max(PTS-round({FFmpegArguments.Seconds(start - leadIn)}/TB),0)'";
        yield return "select='gt(pts,0)+eq(n,0)'";
    }
}

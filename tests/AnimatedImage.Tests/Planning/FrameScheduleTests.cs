using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning;

public class FrameScheduleTests
{
    private static readonly FrameTiming Gif = FrameTiming.Of(OutputFormat.Gif);
    private static readonly FrameTiming WebP = FrameTiming.Of(OutputFormat.WebP);

    [Theory]
    [InlineData(10, 1, 4, "10 10 10 10")]
    [InlineData(25, 1, 4, "4 4 4 4")]
    [InlineData(30, 1, 6, "3 4 3 3 4 3")]
    [InlineData(50, 1, 4, "2 2 2 2")]
    [InlineData(24000, 1001, 8, "4 4 5 4 4 4 4 4")]
    [InlineData(30000, 1001, 6, "3 4 3 3 4 3")]
    [InlineData(48, 1, 8, "2 2 2 2 2 3 2 2")]
    [InlineData(3, 2, 3, "67 66 67")]
    public void Even_frames_on_the_gif_clock(long numerator, long denominator, int count, string delays) =>
        Assert.Equal(delays, Delays(Run(Gif, Even(numerator, denominator, count), At(numerator, denominator, count))));

    [Theory]
    [InlineData(30, 1, 6, "33 34 33 33 34 33")]
    [InlineData(60, 1, 6, "17 16 17 17 16 17")]
    [InlineData(24000, 1001, 4, "42 41 42 42")]
    public void Even_frames_on_a_millisecond_clock(long numerator, long denominator, int count, string delays) =>
        Assert.Equal(delays, Delays(Run(WebP, Even(numerator, denominator, count), At(numerator, denominator, count))));

    [Fact]
    public void Sixty_frames_a_second_lose_every_sixth_on_the_gif_clock()
    {
        ScheduledFrame[] frames = Run(Gif, Even(60, 1, 60), TimeSpan.FromSeconds(1));
        Assert.Equal(50, frames.Length);
        Assert.All(frames, frame => Assert.Equal(2, frame.Delay));
        Assert.Equal(0, frames[0].Frame);
        Assert.Equal(59, frames[^1].Frame);
    }

    [Theory]
    [InlineData("0 0.1 0.5", 1, "0:10 1:40 2:50")]
    [InlineData("0.3 0.5", 1, "0:50 1:50")] // The first one is shown from the start.
    [InlineData("0 0.004 0.5", 1, "1:50 2:50")] // Falls on the first slot.
    [InlineData("0 0.005 0.5", 1, "0:2 1:48 2:50")] // Half a tick rounds up; the slot is free from tick 2 on.
    [InlineData("0 0.01 0.02 0.03", 0.04, "0:2 3:2")]
    [InlineData("0 0.01 0.02 0.03", 1, "0:2 2:2 3:96")]
    [InlineData("0 0.5 0.99", 1, "0:50 1:48 2:2")] // The last one moves up to get its time.
    [InlineData("0 0.97 0.99", 1, "0:97 2:3")] // No room to move up: it replaces the one before.
    [InlineData("0 0.5", 0.5, "0:48 1:2")]
    [InlineData("0 0.5 0.5", 0.5, "0:48 2:2")]
    [InlineData("0", 0, "0:2")] // Too short to be shown at all: the shortest delay.
    [InlineData("0 0.01", 0.01, "1:2")]
    [InlineData("0", 0.01, "0:2")]
    [InlineData("0", 655.35, "0:65535")]
    [InlineData("0", 655.36, "0:65534 0:2")]
    [InlineData("0 1", 1401, "0:100 1:65535 1:65535 1:8930")]
    public void Odd_frames_on_the_gif_clock(string times, double end, string expected)
    {
        TimeSpan[] parsed = [.. times.Split(' ').Select(time => TimeSpan.FromSeconds(double.Parse(time, System.Globalization.CultureInfo.InvariantCulture)))];
        ScheduledFrame[] frames = Run(Gif, parsed, TimeSpan.FromSeconds(end));
        Assert.Equal(expected, string.Join(' ', frames.Select(frame => $"{frame.Frame}:{frame.Delay}")));
    }

    [Fact]
    public void Nothing_becomes_nothing() => Assert.Empty(new FrameSchedule(Gif).Finish(TimeSpan.FromSeconds(1)));

    [Fact]
    public void Times_must_not_decrease()
    {
        var schedule = new FrameSchedule(Gif);
        schedule.Push(0, TimeSpan.FromSeconds(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Push(1, TimeSpan.FromSeconds(0.9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Finish(TimeSpan.FromSeconds(0.9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameSchedule(Gif).Push(0, TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void A_schedule_can_be_used_again_after_its_end()
    {
        var schedule = new FrameSchedule(Gif);
        schedule.Push(0, TimeSpan.Zero);
        Assert.Equal(new ScheduledFrame(0, 10), Assert.Single(schedule.Finish(TimeSpan.FromSeconds(0.1))));
        Assert.Empty(schedule.Finish(TimeSpan.FromSeconds(0.1)));
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(60, 1)]
    [InlineData(24000, 1001)]
    [InlineData(25, 1)]
    [InlineData(30000, 1001)]
    [InlineData(50, 1)]
    [InlineData(60000, 1001)]
    [InlineData(120, 1)]
    [InlineData(7, 3)]
    public void Ten_thousand_frames_do_not_drift(long numerator, long denominator)
    {
        foreach (OutputFormat format in OutputFormats.All)
        {
            var timing = FrameTiming.Of(format);
            TimeSpan[] times = [.. Even(numerator, denominator, 10_000)];
            ScheduledFrame[] frames = Run(timing, times, At(numerator, denominator, 10_000));
            double tick = 1.0 / timing.TicksPerSecond;
            double shown = 0;
            foreach (ScheduledFrame frame in frames.SkipLast(1))
            {
                // A slot is taken at most one shortest delay after its time where frames are too close, else within half a tick.
                double late = shown - times[frame.Frame].TotalSeconds;
                bool isDense = (double)numerator / denominator > (double)timing.TicksPerSecond / timing.MinDelay;
                Assert.InRange(late, (-tick / 2) - 1e-7, isDense ? timing.MinDelay * tick : (tick / 2) + 1e-7);
                shown += frame.Delay * tick;
            }

            AssertSound(timing, frames, times, At(numerator, denominator, 10_000));
        }
    }

    [Fact]
    public void Any_times_keep_the_rules()
    {
        var random = new Random(3);
        for (int round = 0; round < 3000; round++)
        {
            var timing = FrameTiming.Of(OutputFormats.All[random.Next(4)]);
            double scale = Math.Pow(10, (random.NextDouble() * 4) - 3);
            var times = new List<TimeSpan>();
            TimeSpan time = TimeSpan.Zero;
            for (int count = random.Next(1, 60); count > 0; count--)
            {
                times.Add(time);
                time += TimeSpan.FromSeconds(random.Next(4) == 0 ? 0 : random.NextDouble() * scale * (random.Next(20) == 0 ? 100 : 1));
            }

            TimeSpan end = times[^1] + TimeSpan.FromSeconds(random.Next(3) == 0 ? 0 : random.NextDouble() * scale);
            AssertSound(timing, Run(timing, times, end), times, end);
        }
    }

    /// <summary>Total to half a tick, no delay outside of the clock's range, frames in order, the last one there.</summary>
    private static void AssertSound(FrameTiming timing, ScheduledFrame[] frames, IReadOnlyList<TimeSpan> times, TimeSpan end)
    {
        long total = frames.Sum(frame => (long)frame.Delay);
        long rounded = (long)Math.Floor((end.TotalSeconds * timing.TicksPerSecond) + 0.5 + 1e-9);
        Assert.Equal(Math.Max(rounded, timing.MinDelay), total);
        Assert.All(frames, frame => Assert.InRange(frame.Delay, timing.MinDelay, timing.MaxDelay));
        Assert.Equal(frames.OrderBy(frame => frame.Frame), frames);
        Assert.Equal(times.Count - 1, frames[^1].Frame);
    }

    private static ScheduledFrame[] Run(FrameTiming timing, IEnumerable<TimeSpan> times, TimeSpan end)
    {
        var schedule = new FrameSchedule(timing);
        List<ScheduledFrame> frames = [];
        long number = 0;
        foreach (TimeSpan time in times)
        {
            frames.AddRange(schedule.Push(number++, time));
        }

        frames.AddRange(schedule.Finish(end));
        return [.. frames];
    }

    private static IEnumerable<TimeSpan> Even(long numerator, long denominator, int count) =>
        Enumerable.Range(0, count).Select(number => At(numerator, denominator, number));

    private static TimeSpan At(long numerator, long denominator, int number) =>
        TimeSpan.FromTicks((long)Math.Round((decimal)number * denominator * TimeSpan.TicksPerSecond / numerator));

    private static string Delays(IEnumerable<ScheduledFrame> frames) => string.Join(' ', frames.Select(frame => frame.Delay));
}

using AnimatedImage.Frames;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Frames.Timeline;

public sealed class PlaybackPipelineTests
{
    private readonly FramePool _pool = new(2, 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PlayMode.Forward, new[] { 0, 1, 2, 3 }, new double[] { 500, 500, 500, 1500 })]
    [InlineData(PlayMode.Reverse, new[] { 3, 2, 1, 0 }, new double[] { 1500, 500, 500, 500 })]
    [InlineData(PlayMode.Boomerang, new[] { 0, 1, 2, 3, 2, 1 }, new double[] { 500, 500, 500, 1500, 500, 500 })]
    public async Task OrderAndSpeed(PlayMode mode, int[] numbers, double[] durations)
    {
        // A frame a second, the last one for three; played twice as fast.
        ConversionPlan plan = Plan(6, isVariable: true) with { Playback = new PlaybackPlan { Mode = mode, Speed = 2, Duration = default } };

        var played = await ReadAsync(plan, 4, number => TimeSpan.FromSeconds(number));

        Assert.Equal(numbers, played.Select(frame => frame.Number));
        Assert.Equal(durations, played.Select(frame => frame.Milliseconds));
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task AConstantRateOverridesTheTimes()
    {
        ConversionPlan plan = Plan(6) with { Playback = new PlaybackPlan { Mode = PlayMode.Forward, ConstantRate = new Rational(8, 1), Duration = default } };

        var played = await ReadAsync(plan, 4, number => TimeSpan.FromSeconds(number * number));

        Assert.All(played, frame => Assert.Equal(125, frame.Milliseconds));
    }

    [Theory]
    [InlineData(4.04, false, 40)]
    [InlineData(4.5, false, 500)]
    [InlineData(60, false, 40)]
    [InlineData(60, true, 56000)]
    public async Task ASourceThatEndsEarlyDoesNotFreeze(double end, bool isVariable, double lastMilliseconds)
    {
        // Evenly spaced frames stop at 4 s although the source claims to last longer.
        var played = await ReadAsync(Plan(end, isVariable), 101, number => TimeSpan.FromMilliseconds(40 * number));

        Assert.Equal(lastMilliseconds, played[^1].Milliseconds, 0.001);
    }

    [Theory]
    [InlineData(PlayMode.Forward, new[] { 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 })]
    [InlineData(PlayMode.Reverse, new[] { 14, 13, 12, 11, 10, 9, 8, 7, 6, 5 })]
    public async Task ACrossfadeTakesItsFramesAwayAndBlendsTheEnd(PlayMode mode, int[] unblended)
    {
        ConversionPlan plan = Plan(2) with
        {
            Playback = new PlaybackPlan { Mode = mode, ConstantRate = new Rational(10, 1), Crossfade = TimeSpan.FromSeconds(0.5), Duration = default },
        };

        var played = await ReadAsync(plan, 20, number => TimeSpan.FromSeconds(number / 10.0));

        Assert.Equal(15, played.Count);
        Assert.Equal(unblended, played.Take(10).Select(frame => frame.Number));
        Assert.Equal(1500, played.Sum(frame => frame.Milliseconds), 0.001);
        Assert.Equal(0, _pool.InUse);
    }

    private Task<List<(int Number, double Milliseconds)>> ReadAsync(ConversionPlan plan, int count, Func<int, TimeSpan> time) =>
        NumberedFrames.ReadAsync(PlaybackPipeline.Create(NumberedFrames.At(_pool, count, time, Token), plan), Token);

    private static ConversionPlan Plan(double end, bool isVariable = false) => TestPlans.Create(
        new MediaInfo
        {
            Input = new MediaInput { Location = MediaLocation.FromPath("clip.mp4"), Address = "file:clip.mp4", Protocols = "file" },
            Container = "mov",
            Duration = TimeSpan.FromSeconds(end),
            Video = new VideoStreamInfo
            {
                Index = 0, Codec = "h264", StoredWidth = 2, StoredHeight = 2, FrameRate = new Rational(25, 1), IsVariableFrameRate = isVariable,
            },
        },
        new FrameSelection { Kind = FrameSelectionKind.EveryFrame },
        new ReadWindow(default, TimeSpan.FromSeconds(end), default, 0));
}

using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning;

public class PaceTests
{
    /// <summary>Source rate, request, then: selection with its rate, constant rate, frames of ten seconds.</summary>
    public static TheoryData<double, Sampling, Playback, string, string?, int> Paces { get; } = new()
    {
        // Neither: the source's own timing, as far as players can show it.
        { 25, new(), new(), "EveryFrame", null, 250 },
        { 23.976, new(), new(), "EveryFrame", null, 240 },
        { 50, new(), new(), "EveryFrame", null, 500 },
        { 60, new(), new(), "Grid 50/1", "50/1", 500 },
        { 240, new(), new(), "Grid 50/1", "50/1", 500 },
        { 25, new(), new() { Speed = 2 }, "EveryFrame", null, 250 },
        { 25, new(), new() { Speed = 4 }, "Grid 25/2", "50/1", 125 },
        { 25, new(), new() { Speed = 0.1 }, "EveryFrame", null, 250 },
        { 60, new(), new() { Speed = 0.5 }, "EveryFrame", null, 600 },

        // A frame rate: the grid that it needs.
        { 25, new(), new() { FrameRate = 10 }, "Grid 10/1", "10/1", 100 },
        { 25, new(), new() { FrameRate = 23.976 }, "Grid 24000/1001", "24000/1001", 240 },
        { 25, new(), new() { FrameRate = 12.5 }, "Grid 25/2", "25/2", 125 },
        { 25, new(), new() { FrameRate = 10, Speed = 2 }, "Grid 5/1", "10/1", 50 },
        { 25, new(), new() { FrameRate = 10, Speed = 0.5 }, "Grid 20/1", "10/1", 200 },
        { 25, new(), new() { FrameRate = 50 }, "Grid 50/1", "50/1", 500 },

        // A sampling: chosen by source time, played in real time or at the frame rate.
        { 25, new() { Interval = 0.5 }, new(), "Grid 2/1", "2/1", 20 },
        { 25, new() { Interval = 0.7 }, new(), "Grid 10/7", "10/7", 15 },
        { 25, new() { Interval = 0.5 }, new() { FrameRate = 10 }, "Grid 2/1", "10/1", 20 },
        { 25, new() { Interval = 0.5 }, new() { Speed = 3 }, "Grid 2/1", "6/1", 20 },
        { 25, new() { Interval = 4 }, new() { FrameRate = 10 }, "Grid 1/4", "10/1", 3 },
        { 25, new() { Rate = 5 }, new(), "Grid 5/1", "5/1", 50 },
        { 25, new() { Rate = 25 }, new(), "Grid 25/1", "25/1", 250 },
        { 29.97, new() { Rate = 29.97 }, new(), "Grid 30000/1001", "30000/1001", 300 },
        { 25, new() { Rate = 5 }, new() { FrameRate = 20 }, "Grid 5/1", "20/1", 50 },
        { 25, new() { Count = 7 }, new(), "Grid 7/10", "7/10", 7 },
        { 25, new() { Count = 1 }, new() { FrameRate = 1 }, "Grid 1/10", "1/1", 1 },
        { 25, new() { Count = 7 }, new() { FrameRate = 2 }, "Grid 7/10", "2/1", 7 },

        // Key frames: at their own times unless a rate is given.
        { 25, new() { KeyFrameOnly = true }, new(), "KeyFrames", null, 5 },
        { 25, new() { KeyFrameOnly = true }, new() { FrameRate = 4 }, "KeyFrames", "4/1", 5 },
        { 25, new() { KeyFrameOnly = true }, new() { Speed = 4 }, "KeyFrames", null, 5 },
    };

    [Theory]
    [MemberData(nameof(Paces), DisableDiscoveryEnumeration = true)]
    public void Decides_without_a_word(double sourceRate, Sampling sampling, Playback playback, string selection, string? constantRate, int frames)
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Sampling = sampling, Playback = playback }, Sources.At(sourceRate, 10));
        Assert.Equal(selection, plan.Selection.Kind + (plan.Selection.Rate is { } rate ? $" {rate}" : ""));
        Assert.Equal(constantRate, plan.Playback.ConstantRate?.ToString());
        Assert.Equal(playback.Speed ?? 1, plan.Playback.Speed);
        Assert.Equal(frames, plan.FrameCount);
        Assert.Equal(plan.Selection.Kind == FrameSelectionKind.Grid, plan.IsFrameCountExact);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Gif_alone_plays_at_50()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Playback = new() { FrameRate = 60 } }, Sources.At(60, 10));
        Assert.Equal("GIF players cannot show more than 50 frames a second; the GIF plays at 50.", Assert.Single(plan.Warnings));
        Assert.Equal((new Rational(50, 1), 500), (plan.Playback.ConstantRate, plan.FrameCount));
    }

    [Fact]
    public void Beside_other_formats_the_gif_is_thinned()
    {
        var request = new ConversionRequest { Formats = [OutputFormat.WebP, OutputFormat.Gif], Playback = new() { FrameRate = 60 } };
        ConversionPlan plan = Sources.Plan(request, Sources.At(60, 10));
        Assert.Single(plan.Warnings);
        Assert.Equal((new Rational(60, 1), 600), (plan.Playback.ConstantRate, plan.FrameCount));
        Assert.Equal([600, 500], plan.Outputs.Select(output => output.FrameCount));

        ConversionPlan own = Sources.Plan(request with { Playback = new() }, Sources.At(60, 10));
        Assert.Equal(FrameSelectionKind.EveryFrame, own.Selection.Kind);
        Assert.Equal([600, 500], own.Outputs.Select(output => output.FrameCount));
        Assert.Empty(own.Warnings);
    }

    [Fact]
    public void Other_formats_play_sixty()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Formats = [OutputFormat.WebP], Playback = new() { FrameRate = 60 } }, Sources.At(120, 10));
        Assert.Equal(new Rational(60, 1), plan.Playback.ConstantRate);
        Assert.Empty(plan.Warnings);
    }

    [Theory]
    [InlineData(0.01, null)]
    [InlineData(null, 100.0)]
    public void Samples_closer_than_frames_are_each_frame(double? interval, double? rate)
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Sampling = new() { Interval = interval, Rate = rate } }, Sources.At(25, 10));
        Assert.Equal((FrameSelectionKind.EveryFrame, null, 250), (plan.Selection.Kind, plan.Playback.ConstantRate, plan.FrameCount));
        Assert.Contains("only 25 frames a second", Assert.Single(plan.Warnings), StringComparison.Ordinal);

        ConversionPlan slow = Sources.Plan(new ConversionRequest { Sampling = new() { Interval = interval, Rate = rate }, Playback = new() { FrameRate = 5 } }, Sources.At(25, 10));
        Assert.Equal((FrameSelectionKind.EveryFrame, new Rational(5, 1)), (slow.Selection.Kind, slow.Playback.ConstantRate));
        Assert.Equal(TimeSpan.FromSeconds(50), slow.Playback.Duration);
    }

    [Fact]
    public void Samples_of_irregular_frames_stay_on_their_grid()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Sampling = new() { Rate = 20 } }, Sources.At(12, 10, isVariable: true));
        Assert.Equal((FrameSelectionKind.Grid, 200), (plan.Selection.Kind, plan.FrameCount));
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Frames_too_fast_for_players_are_thinned_or_slowed_down()
    {
        ConversionPlan thinned = Sources.Plan(new ConversionRequest { Sampling = new() { Rate = 20 }, Playback = new() { Speed = 5 } }, Sources.At(25, 10));
        Assert.Equal((new Rational(10, 1), new Rational(50, 1), 100), (thinned.Selection.Rate, thinned.Playback.ConstantRate, thinned.FrameCount));
        Assert.Equal(TimeSpan.FromSeconds(2), thinned.Playback.Duration);
        Assert.Contains("only 50 a second are taken", Assert.Single(thinned.Warnings), StringComparison.Ordinal);

        ConversionPlan slowed = Sources.Plan(new ConversionRequest { Sampling = new() { Count = 200 }, Playback = new() { Speed = 5 } }, Sources.At(25, 10));
        Assert.Equal((new Rational(20, 1), new Rational(50, 1), 200), (slowed.Selection.Rate, slowed.Playback.ConstantRate, slowed.FrameCount));
        Assert.Contains("which takes longer", Assert.Single(slowed.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slide_show_that_was_perhaps_not_meant_is_told()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Sampling = new() { Interval = 10 } });
        Assert.Contains("shown for 10 s", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.Contains("FrameRate", plan.Warnings[0], StringComparison.Ordinal);
        Assert.Empty(Sources.Plan(new ConversionRequest { Sampling = new() { Interval = 5 } }).Warnings);
        Assert.Empty(Sources.Plan(new ConversionRequest { Sampling = new() { Interval = 10 }, Playback = new() { Speed = 2 } }).Warnings);
    }

    [Theory]
    [InlineData(25, 5)]
    [InlineData(100, 2.5)]
    [InlineData(1, 5)]
    public void The_tolerance_is_a_quarter_of_a_frame_and_at_most_five_milliseconds(double rate, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Sources.Plan(new ConversionRequest(), Sources.At(rate)).Selection.Tolerance);

    [Fact]
    public void Too_many_frames_are_refused_with_advice()
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => Sources.Plan(new ConversionRequest(), Sources.At(25, 600)));
        Assert.Equal((ErrorId.TooManyFrames, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains("15000", failure.Message, StringComparison.Ordinal);
        Assert.Contains("3600", failure.Message, StringComparison.Ordinal);
        Assert.Contains("MaxFrame", failure.Advice, StringComparison.Ordinal);

        ConversionPlan raised = Sources.Plan(new ConversionRequest { Limits = new() { MaxFrame = 15000 } }, Sources.At(25, 600));
        Assert.Equal((15000, 15000), (raised.FrameCount, raised.MaxFrame));
        Assert.Throws<ConversionException>(() => Sources.Plan(new ConversionRequest { Sampling = new() { Count = 100_000 } }, Sources.At(25, 86000)));
    }

    [Fact]
    public void A_boomerang_counts_the_way_back()
    {
        var request = new ConversionRequest { Playback = new() { PlayMode = PlayMode.Boomerang, FrameRate = 10 }, Limits = new() { MaxFrame = 198 } };
        ConversionPlan plan = Sources.Plan(request, Sources.At(25, 10));
        Assert.Equal((100, 100, 198), (plan.FrameCount, plan.MaxFrame, plan.Outputs[0].FrameCount));
        Assert.Throws<ConversionException>(() => Sources.Plan(request with { Limits = new() { MaxFrame = 197 } }, Sources.At(25, 10)));
    }

    [Fact]
    public void Counts_that_rest_on_an_average_only_warn()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest(), Sources.At(25, 600, isVariable: true));
        Assert.Contains("about 15000 frames", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.Equal(3600, plan.MaxFrame);
    }

    [Fact]
    public void The_containers_own_count_is_believed()
    {
        MediaInfo media = Sources.Plain with { Video = Sources.Plain.Video with { FrameCount = 749 } };
        Assert.Equal(749, Sources.Plan(new ConversionRequest(), media).FrameCount);
        Assert.Equal(25, Sources.Plan(new ConversionRequest { Clip = new() { Duration = TimePosition.Parse("1") } }, media).FrameCount);
    }
}

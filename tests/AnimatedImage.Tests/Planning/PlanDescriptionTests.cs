using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning;

public class PlanDescriptionTests
{
    [Fact]
    public void A_plan_is_one_line()
    {
        var request = new ConversionRequest
        {
            Clip = new() { Duration = TimePosition.Parse("2.8") },
            Playback = new() { FrameRate = 15 },
            Size = new() { Width = FrameDimension.FromNumber(480) },
        };
        ConversionPlan plan = Sources.Plan(request);
        Assert.Equal($"{plan.Source.Input.Subject} → clip.gif, 480×270, 15 fps, 42 frames, 2.8 s, read by one decode", PlanDescription.Line(plan, plan.Outputs[0], "clip.gif"));
    }

    [Fact]
    public void Estimates_are_told_from_counts()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Playback = new() { EndDelay = 2 } });
        Assert.EndsWith("25 fps, about 750 frames, 32 s, read by one decode", PlanDescription.Line(plan, plan.Outputs[0], "clip.gif"), StringComparison.Ordinal);
        ConversionPlan counted = Planner.WithFrameCount(plan, 748);
        Assert.EndsWith("24.93 fps, 748 frames, 32 s, read by one decode", PlanDescription.Line(counted, counted.Outputs[0], "clip.gif"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_is_told()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Budget = new() { MaxSize = 2 << 20 } });
        Assert.EndsWith("30 s, lowered where needed to at most 2 MB, read by one decode", PlanDescription.Line(plan, plan.Outputs[0], "clip.gif"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_frame_is_one_frame()
    {
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Sampling = new() { Count = 1 }, Playback = new() { FrameRate = 1 } });
        Assert.EndsWith("1 fps, 1 frame, 1 s, read by one decode", PlanDescription.Line(plan, plan.Outputs[0], "clip.gif"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlayMode.Forward, 0, 12, 3.0)]
    [InlineData(PlayMode.Boomerang, 0, 22, 5.5)]
    [InlineData(PlayMode.Forward, 0.5, 10, 2.5)]
    public void A_counted_plan_plays_what_was_counted(PlayMode mode, double crossfade, int written, double seconds)
    {
        var request = new ConversionRequest { Sampling = new() { KeyFrameOnly = true }, Playback = new() { FrameRate = 4, PlayMode = mode, LoopCrossfade = crossfade } };
        ConversionPlan plan = Planner.WithFrameCount(Sources.Plan(request), 12);
        Assert.True(plan.IsFrameCountExact);
        Assert.Equal((12, written, seconds), (plan.FrameCount, plan.Outputs[0].FrameCount, plan.Playback.Duration.TotalSeconds));
        ConversionPlan single = Planner.WithFrameCount(plan, 1);
        Assert.Equal(1, single.Outputs[0].FrameCount);
        Assert.InRange(single.Playback.Duration.TotalSeconds, 0.1, 0.25);
    }

    [Fact]
    public void A_counted_plan_with_its_own_timing_keeps_its_length()
    {
        ConversionPlan plan = Planner.WithFrameCount(Sources.Plan(new ConversionRequest { Playback = new() { Speed = 2 } }), 700);
        Assert.Equal((700, TimeSpan.FromSeconds(15)), (plan.Outputs[0].FrameCount, plan.Playback.Duration));
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning;

public class ClipWindowsTests
{
    [Theory]
    [InlineData(null, null, null, null, 0, 30)]
    [InlineData("5", null, null, null, 5, 30)]
    [InlineData("5", "8", null, null, 5, 8)]
    [InlineData("5", null, "3", null, 5, 8)]
    [InlineData("10%", "50%", null, null, 3, 15)]
    [InlineData("-10", null, null, null, 20, 30)]
    [InlineData("-10", "-5", null, null, 20, 25)]
    [InlineData("-10%", null, "1", null, 27, 28)]
    [InlineData(null, null, null, "5", 0, 25)]
    [InlineData("5", null, null, "10%", 5, 27)]
    [InlineData("5", null, "10", "10", 5, 15)]
    [InlineData("15", null, "10", "10", 15, 20)]
    [InlineData(null, null, "50%", null, 0, 15)]
    [InlineData("20", "-0", null, null, 20, 30)]
    [InlineData("20", "100%", null, null, 20, 30)]
    [InlineData("20", "30.02", null, null, 20, 30)] // Half a frame: a rounded duration.
    [InlineData("29.999", null, null, null, 29.999, 30)]
    public void A_range_is_taken_without_a_word(string? start, string? end, string? duration, string? trim, double from, double to)
    {
        var clip = new ClipRange { StartTime = At(start), EndTime = At(end), Duration = At(duration), TrimEnd = At(trim), Strict = true };
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Clip = clip });
        Assert.Equal((TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to)), (plan.Start, plan.End));
        Assert.Empty(plan.Warnings);
        ReadWindow window = Assert.Single(plan.Windows);
        Assert.Equal((window.Start, 0), (window.FirstSample, window.SampleCount));
    }

    [Theory]
    [InlineData("20", "40", null, 20, 30, "40 s", ErrorId.EndPastEnd)]
    [InlineData("20", null, "20", 20, 30, "40 s", ErrorId.EndPastEnd)]
    [InlineData("20", "30.1", null, 20, 30, "30.1 s", ErrorId.EndPastEnd)]
    [InlineData("-40", null, "10", 0, 10, "40 s before the end (-40)", ErrorId.InvalidParameter)]
    public void A_range_beyond_the_video_is_cut_with_a_warning_or_refused(
        string start, string? end, string? duration, double from, double to, string saying, string errorId)
    {
        var clip = new ClipRange { StartTime = At(start), EndTime = At(end), Duration = At(duration) };
        ConversionPlan plan = Sources.Plan(new ConversionRequest { Clip = clip });
        Assert.Equal((TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to)), (plan.Start, plan.End));
        string warning = Assert.Single(plan.Warnings);
        Assert.Contains(saying, warning, StringComparison.Ordinal);
        Assert.Contains("30 s long", warning, StringComparison.Ordinal);

        ConversionException failure = Fails(clip with { Strict = true }, errorId);
        Assert.Contains(saying, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Strict", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30", null, ErrorId.StartPastEnd, "30 s")]
    [InlineData("100%", null, ErrorId.StartPastEnd, "30 s")]
    [InlineData("-0", null, ErrorId.StartPastEnd, "30 s")]
    [InlineData("1:00:00", null, ErrorId.StartPastEnd, "3600 s")]
    [InlineData("20", "50%", ErrorId.EmptyRange, "15 s")]
    [InlineData("20", "-10", ErrorId.EmptyRange, "20 s")]
    [InlineData("20", "-29", ErrorId.EmptyRange, "1 s")]
    public void A_range_that_holds_nothing_is_refused(string start, string? end, string errorId, string saying) =>
        Assert.Contains(saying, Fails(new ClipRange { StartTime = At(start), EndTime = At(end) }, errorId).Message, StringComparison.Ordinal);

    [Fact]
    public void Trimming_everything_away_is_refused() => Fails(new ClipRange { TrimEnd = At("100%") }, ErrorId.EmptyRange);

    [Fact]
    public void Segments_play_in_their_own_order()
    {
        ConversionPlan plan = Sources.Plan(Segments("20-22", "-5+2", "50%+10%"));
        Assert.Equal([(20, 22), (25, 27), (15, 18)], plan.Windows.Select(window => (window.Start.TotalSeconds, window.End.TotalSeconds)));
        Assert.Equal(TimeSpan.FromSeconds(7), plan.Playback.Duration);
        Assert.Equal(175, plan.FrameCount);
    }

    [Fact]
    public void Messages_name_the_segment()
    {
        Assert.Contains("The segment 20-40 ends at 40 s", Assert.Single(Sources.Plan(Segments("1-2", "20-40")).Warnings), StringComparison.Ordinal);
        ConversionException failure = Assert.Throws<ConversionException>(() => Sources.Plan(Segments("1-2", "40-50")));
        Assert.Equal(ErrorId.StartPastEnd, failure.ErrorId);
        Assert.Contains("The segment 40-50 begins at 40 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_without_time_is_refused()
    {
        MediaInfo empty = Sources.Plain with { Duration = TimeSpan.Zero };
        ConversionException failure = Assert.Throws<ConversionException>(() => Sources.Plan(new ConversionRequest(), empty));
        Assert.Equal((ErrorId.ZeroDuration, FailureKind.Source), (failure.ErrorId, failure.Kind));
    }

    private static ConversionRequest Segments(params string[] segments) => new() { Clip = new() { Segments = [.. segments.Select(ClipSegment.Parse)] } };

    private static TimePosition? At(string? text) => text is null ? null : TimePosition.Parse(text);

    private static ConversionException Fails(ClipRange clip, string errorId)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => Sources.Plan(new ConversionRequest { Clip = clip }));
        Assert.Equal((errorId, FailureKind.Input), (failure.ErrorId, failure.Kind));
        return failure;
    }
}

using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Requests;

public class ClipSegmentTests
{
    [Theory]
    [InlineData("0:05-0:08", "5", "8", null, "5-8")]
    [InlineData("50%+2", "50%", null, "2", "50%+2")]
    [InlineData("-10--5", "-10", "-5", null, "-10--5")]
    [InlineData("-10+5", "-10", null, "5", "-10+5")]
    [InlineData("10% - 20%", "10%", "20%", null, "10%-20%")]
    [InlineData("3–4", "3", "4", null, "3-4")]
    [InlineData("5--0", "5", "-0", null, "5--0")]
    [InlineData("5-10%", "5", "10%", null, "5-10%")]
    [InlineData("0+10%", "0", null, "10%", "0+10%")]
    public void Reads_a_segment(string text, string start, string? end, string? duration, string canonical)
    {
        var segment = ClipSegment.Parse(text);
        Assert.Equal(TimePosition.Parse(start), segment.Start);
        Assert.Equal(end is null ? null : TimePosition.Parse(end), segment.End);
        Assert.Equal(duration is null ? null : TimePosition.Parse(duration), segment.Duration);
        Assert.Equal(canonical, segment.ToString());
        Assert.Equal(segment, ClipSegment.Parse(canonical));
        Assert.True(ClipSegment.TryParse(text, out ClipSegment? tried));
        Assert.Equal(segment, tried);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("5", "one time only")]
    [InlineData("-5", "one time only")]
    [InlineData("x-5", "'x' is no time")]
    [InlineData("1-x", "'x' is no time")]
    [InlineData("1-", "'' is no time")]
    [InlineData("1+-2", "below zero")]
    [InlineData("1+0", "no time")]
    [InlineData("5-5", "no time")]
    [InlineData("8-5", "no time")]
    [InlineData("-5--10", "no time")]
    [InlineData("1-2-3", "is no time")]
    public void Refuses_what_is_no_segment(string text, string saying)
    {
        InvalidValueAssert.Throws(() => ClipSegment.Parse(text), text, saying);
        Assert.False(ClipSegment.TryParse(text, out _));
    }
}

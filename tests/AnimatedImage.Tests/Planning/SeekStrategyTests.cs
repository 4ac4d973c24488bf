using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Storage;
using static AnimatedImage.Tests.Frames.TestPlans;

namespace AnimatedImage.Tests.Planning;

public sealed class SeekStrategyTests
{
    [Theory]
    [InlineData(9, true, 1)]
    [InlineData(10, true, 4)]
    [InlineData(600, true, 4)]
    [InlineData(600, false, 1)]
    public void SparseSamplesAreSoughtOneByOne(int interval, bool isSeekable, int decodes)
    {
        ConversionPlan plan = Plan(interval, isSeekable);

        Assert.Equal(decodes, SeekStrategy.Split(plan).Count);
    }

    [Fact]
    public void SamplesStayWhereTheyAre()
    {
        List<ReadWindow> windows = [.. SeekStrategy.Split(Plan(60, true))];

        Assert.Equal([7, 67, 127, 187], windows.Select(window => window.FirstSample.TotalSeconds));
        Assert.All(windows, window => Assert.Equal(1, window.SampleCount));
        Assert.Equal(Seconds(5), windows[0].Start);
        Assert.Equal(Seconds(241), windows[^1].End);
        Assert.Equal(windows.Skip(1).Select(window => window.Start), windows.SkipLast(1).Select(window => window.End));
    }

    private static ConversionPlan Plan(int interval, bool isSeekable) => Create(
        new MediaInfo
        {
            Input = new MediaInput { Location = MediaLocation.FromPath("clip.mp4"), Address = "file:clip.mp4", Protocols = "file" },
            Container = "mov",
            Duration = Seconds(3600),
            IsSeekable = isSeekable,
            Video = new VideoStreamInfo { Index = 0, Codec = "h264", StoredWidth = 2, StoredHeight = 2, FrameRate = new Rational(25, 1) },
        },
        new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = new Rational(1, interval) },
        new ReadWindow(Seconds(5), Seconds(7 + (interval * 3) + 54), Seconds(7), 4));
}

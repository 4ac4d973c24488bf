using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning;

public class SampleGridTests
{
    [Theory]
    [InlineData("0-2", 1, 1, "0:2")]
    [InlineData("0-2.5", 1, 1, "0:3")]
    [InlineData("3-5", 2, 1, "3:4")]
    [InlineData("0-1.5 10-11.5", 1, 1, "0:2 10.5:1")] // Samples at 0, 1 | 2 of the joined time.
    [InlineData("0-1 10-11 20-21", 2, 3, "0:1 10.5:1")] // Every 1.5 s: the third window holds none.
    [InlineData("5-6 1-2", 4, 1, "5:4 1:4")]
    [InlineData("0-0.7", 1, 100, "0:1")]
    [InlineData("0-1 4-5", 24000, 1001, "0:24 4.001:24")]
    public void The_grid_goes_on_across_the_seams(string windows, long numerator, long denominator, string expected) =>
        Assert.Equal(expected, Text(SampleGrid.Lay(Windows(windows), new Rational(numerator, denominator), TimeSpan.FromSeconds(60), TimeSpan.Zero)));

    [Theory]
    [InlineData(10.003, 150)] // The container's clock says 3 ms more than 150 frames of 1/15 s.
    [InlineData(10, 150)]
    [InlineData(9.998, 150)]
    [InlineData(10.006, 151)]
    public void A_sample_on_the_very_end_of_the_source_is_none(double seconds, int count)
    {
        TimeSpan end = TimeSpan.FromSeconds(seconds);
        ReadWindow window = Assert.Single(SampleGrid.Lay([new ReadWindow(TimeSpan.Zero, end, TimeSpan.Zero, 0)], new Rational(15, 1), end, TimeSpan.FromMilliseconds(5)));
        Assert.Equal(count, window.SampleCount);
    }

    [Fact]
    public void The_grid_goes_on_in_step_after_the_end_of_the_source()
    {
        // What lies within the tolerance of the end holds no sample, but its time counts: sample 4 lies 1.004 s into the joined time.
        IReadOnlyList<ReadWindow> laid = SampleGrid.Lay(Windows("58.996-60 0-1"), new Rational(1000, 251), TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(5));
        Assert.Equal("58.996:4 0:4", Text(laid));
        Assert.Equal("58.998:4 0.002:4", Text(SampleGrid.Lay(Windows("58.998-60 0-1"), new Rational(1000, 251), TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(5))));
    }

    [Fact]
    public void A_window_shorter_than_the_tolerance_has_a_sample()
    {
        TimeSpan end = TimeSpan.FromSeconds(10);
        var window = new ReadWindow(end - TimeSpan.FromMilliseconds(1), end, TimeSpan.Zero, 0);
        Assert.Equal(1, Assert.Single(SampleGrid.Lay([window], new Rational(15, 1), end, TimeSpan.FromMilliseconds(5))).SampleCount);
    }

    [Fact]
    public void A_number_of_frames_is_exactly_that_number()
    {
        var random = new Random(4);
        for (int round = 0; round < 2000; round++)
        {
            int count = random.Next(1, 100);
            MediaInfo media = Sources.At(60, 5 + (random.NextDouble() * 5000));
            double start = random.NextDouble();
            ClipSegment[] segments = [.. Enumerable.Range(0, random.Next(1, 5)).Select(number => new ClipSegment
            {
                Start = TimePosition.FromSeconds(start + number),
                Duration = TimePosition.FromSeconds(0.5 + (random.NextDouble() / 2)),
            })];
            bool isWhole = random.Next(2) == 0;
            var request = new ConversionRequest
            {
                Formats = [OutputFormat.WebP],
                Clip = isWhole ? new() : new() { Segments = segments },
                Sampling = new() { Count = isWhole ? count : Math.Min(count, segments.Length * 20) },
            };
            ConversionPlan plan = Sources.Plan(request, media);
            Assert.Equal(FrameSelectionKind.Grid, plan.Selection.Kind);
            Assert.Equal(request.Sampling.Count, plan.FrameCount);
            Assert.Equal(request.Sampling.Count, plan.Windows.Sum(window => window.SampleCount));
            AssertInside(plan);
        }
    }

    [Fact]
    public void Samples_lie_on_the_grid_and_inside_their_windows()
    {
        var random = new Random(5);
        for (int round = 0; round < 2000; round++)
        {
            List<ReadWindow> windows = [];
            for (int number = random.Next(1, 8); number > 0; number--)
            {
                var start = TimeSpan.FromTicks(random.NextInt64(0, 1_000_000_000_000));
                windows.Add(new ReadWindow(start, start + TimeSpan.FromTicks(random.NextInt64(1, 100_000_000)), start, 0));
            }

            var rate = new Rational(random.NextInt64(1, 100_000), random.NextInt64(1, 10_000));
            IReadOnlyList<ReadWindow> laid = SampleGrid.Lay(windows, rate, TimeSpan.MaxValue, TimeSpan.Zero);
            TimeSpan total = windows.Aggregate(TimeSpan.Zero, (sum, window) => sum + (window.End - window.Start));
            Assert.Equal(Exact.StepsBefore(total, rate), laid.Sum(window => (long)window.SampleCount));
            Assert.Equal(windows[0].Start, laid[0].FirstSample);
            Assert.All(laid, window => Assert.True(window.SampleCount > 0));
        }
    }

    private static void AssertInside(ConversionPlan plan) => Assert.All(plan.Windows, window =>
    {
        Assert.True(window.FirstSample >= window.Start);
        TimeSpan last = window.FirstSample + Exact.Time(window.SampleCount - 1, plan.Selection.Rate!.Value);
        Assert.True(last <= window.End, $"{last} after {window.End}");
    });

    private static List<ReadWindow> Windows(string text) =>
    [
        .. text.Split(' ').Select(ClipSegment.Parse).Select(segment => new ReadWindow(
            segment.Start.Resolve(TimeSpan.Zero), segment.End!.Value.Resolve(TimeSpan.Zero), segment.Start.Resolve(TimeSpan.Zero), 0)),
    ];

    private static string Text(IEnumerable<ReadWindow> windows) =>
        string.Join(' ', windows.Select(window => FormattableString.Invariant($"{window.FirstSample.TotalSeconds:0.###}:{window.SampleCount}")));
}

using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using static AnimatedImage.Tests.Frames.TestPlans;

namespace AnimatedImage.Tests.Planning;

public sealed class SeekStrategyTests
{
    private const long FrameBytes = 480 * 270 * 4;
    private static readonly ReadingConditions TwoCores = new(2);
    private static readonly ReadingConditions FarStore = new(2) { Latency = TimeSpan.FromMilliseconds(120), BytesPerSecond = 25e6 };

    /// <summary>Source, samples and machine → the way, and how many decodes it takes.</summary>
    public static TheoryData<string, Case, ReadingMode, int> Table => new()
    {
        { "twenty of two hours", new(7200, 20), ReadingMode.Seeks, 20 },
        { "twenty of one minute", new(60, 20), ReadingMode.Through, 1 },
        { "ten a second of five seconds", new(5, 50), ReadingMode.Through, 1 },
        { "one a minute of two hours", new(7200, 120), ReadingMode.Seeks, 120 },
        { "one of two hours", new(7200, 1), ReadingMode.Through, 1 },
        { "4K is worth seeking earlier", new(60, 6) { Width = 3840, Height = 2160, FrameRate = 60 }, ReadingMode.Seeks, 6 },
        { "a stamp is not", new(60, 6) { Width = 80, Height = 16, FrameRate = 10 }, ReadingMode.Through, 1 },
        { "intra-only, every second", new(60, 60) { Codec = "prores", Width = 1920, Height = 1080 }, ReadingMode.Seeks, 60 },
        { "one key frame in all", new(7200, 20) { KeyFrames = 1 }, ReadingMode.Through, 1 },
        { "two a second", new(60, 20) { KeyFrames = 120 }, ReadingMode.Seeks, 20 },
        { "its codec has no threads: a part for each core", new(60, 60) { Codec = "wmv2", Width = 1920, Height = 1080, FrameRate = 60, FrameBytes = 160 * 90 * 4 }, ReadingMode.Seeks, 2 },
        { "no index", new(7200, 20) { IsSeekable = false }, ReadingMode.FromBeginning, 1 },
        { "no index, but everything is read", new(5, 50) { IsSeekable = false }, ReadingMode.Through, 1 },
        { "no index, and the part lies far behind", new(120, 50) { IsSeekable = false, Start = 1000 }, ReadingMode.FromBeginning, 1 },
        { "key frames will do, twenty of two hours", new(7200, 20) { KeyFramesWillDo = true }, ReadingMode.Seeks, 20 },
        { "key frames will do, every six seconds", new(7200, 1200) { KeyFramesWillDo = true }, ReadingMode.KeyFrames, 1 },
        { "key frames asked for", new(7200, 0) { Kind = FrameSelectionKind.KeyFrames }, ReadingMode.KeyFrames, 1 },
        { "every frame", new(5, 0) { Kind = FrameSelectionKind.EveryFrame }, ReadingMode.Through, 1 },
        { "a far store, twenty of ten minutes", new(600, 20) { Conditions = FarStore }, ReadingMode.Seeks, 20 },
        { "a far store, fifty of one minute", new(60, 50) { Conditions = FarStore }, ReadingMode.Through, 1 },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void TheCheapestWayIsTaken(string name, Case asked, ReadingMode mode, int decodes)
    {
        ConversionPlan plan = asked.Plan();

        Assert.True(mode == plan.Reading.Mode, $"{name}: {plan.Reading}");
        Assert.Equal(decodes, SeekStrategy.Split(plan).Count);
        Assert.True(mode == ReadingMode.Seeks || plan.Reading is { Parallel: 1, GroupSize: 1 }, name);
    }

    [Fact]
    public void MoreCoresReadMoreAtOnceUpToAPoint()
    {
        Assert.Equal([1, 2, 8, 8], new[] { 1, 2, 8, 64 }.Select(cores => new Case(7200, 100) { Conditions = new(cores) }.Plan().Reading.Parallel));
        Assert.Equal(4, new Case(7200, 100) { Conditions = FarStore }.Plan().Reading.Parallel);
    }

    [Fact]
    public void LargeFramesAreNotHeldInGroups()
    {
        Case grouped = new(60, 60) { Codec = "wmv2", Width = 1920, Height = 1080, FrameRate = 60, FrameBytes = 160 * 90 * 4 };

        Assert.Equal(30, grouped.Plan().Reading.GroupSize);
        Assert.Equal(1, (grouped with { FrameBytes = 1920 * 1080 * 4 }).Plan().Reading.GroupSize);
    }

    [Fact]
    public void SeeksShareAnFFmpegWhereThatIsSafeAndMemoryAllows()
    {
        Case film = new(7200, 20);

        Assert.Equal(4, film.Plan().Reading.Together);
        Assert.Equal(4, (film with { KeyFramesWillDo = true }).Plan().Reading.Together);
        Assert.Equal(6, new Case(600, 20) { Width = 320, Height = 180 }.Plan().Reading.Together);
        Assert.Equal(1, (film with { Width = 3840, Height = 2160 }).Plan().Reading.Together);
        Assert.Equal(1, (film with { FrameBytes = 3840 * 2160 * 4 }).Plan().Reading.Together);
        Assert.Equal(1, (film with { Conditions = FarStore }).Plan().Reading.Together);
        Assert.Equal(1, (film with { Container = "mpegts" }).Plan().Reading.Together);
        Assert.Equal(1, new Case(5, 50).Plan().Reading.Together);
    }

    [Theory]
    [InlineData(20, 3, 2, "2 3 2 3 2 3 2 3")]
    [InlineData(20, 6, 2, "5 5 5 5")]
    [InlineData(20, 1, 2, "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    [InlineData(3, 6, 2, "1 2")]
    [InlineData(3, 6, 8, "1 1 1")]
    [InlineData(7, 3, 1, "2 2 3")]
    public void SeeksAreSharedOutEvenly(int windows, int together, int parallel, string sizes)
    {
        IReadOnlyList<ReadWindow> all = [.. Enumerable.Range(0, windows).Select(k => new ReadWindow(Seconds(k), Seconds(k + 1), Seconds(k), 1))];

        List<ReadWindow[]> shares = [.. SeekStrategy.Share(all, together, parallel)];

        Assert.Equal(all, shares.SelectMany(share => share));
        Assert.Equal(sizes, string.Join(' ', shares.Select(share => share.Length)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public void SamplesStayWhereTheyAre(int group)
    {
        ConversionPlan plan = Sparse(group);
        double[] samples = [.. SeekStrategy.Split(plan).SelectMany(window => Enumerable.Range(0, window.SampleCount).Select(k => window.FirstSample.TotalSeconds + (60 * k)))];
        List<ReadWindow> windows = [.. SeekStrategy.Split(plan)];

        Assert.Equal([7, 67, 127, 187], samples);
        Assert.All(windows.SkipLast(1), window => Assert.Equal(group, window.SampleCount));
        Assert.Equal(Seconds(5), windows[0].Start);
        Assert.Equal(Seconds(241), windows[^1].End);
        Assert.Equal(windows.Skip(1).Select(window => window.Start), windows.SkipLast(1).Select(window => window.End));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WhatIsLeftGoesOnWhereTheWindowsEnd(int group)
    {
        ConversionPlan plan = Sparse(group);
        plan = plan with { Windows = [.. plan.Windows, new ReadWindow(Seconds(300), Seconds(400), Seconds(307), 2)] };
        IReadOnlyList<ReadWindow> windows = SeekStrategy.Split(plan);

        for (int done = 0; done <= windows.Count; done++)
        {
            IReadOnlyList<ReadWindow> left = SeekStrategy.After(plan, done);
            Assert.Equal(windows.Skip(done).Sum(window => window.SampleCount), left.Sum(window => window.SampleCount));
            Assert.Equal(windows.Skip(done).Select(window => window.FirstSample).Take(1), left.Select(window => window.FirstSample).Take(1));
            Assert.Equal(windows.Skip(done).Select(window => window.End).TakeLast(1), left.Select(window => window.End).TakeLast(1));
        }
    }

    [Fact]
    public void FastMeansKeyFramesOnlyWhereSamplesLieFarApart()
    {
        ConversionPlan Plan(double interval, FrameAccuracy? accuracy) => Sources.Plan(
            new ConversionRequest { Formats = [OutputFormat.WebP], Sampling = new Sampling { Interval = interval, Accuracy = accuracy }, Playback = new Playback { FrameRate = 2 } }, Sources.At(25, 600));

        Assert.True(Plan(5, FrameAccuracy.Fast).Selection.KeyFramesWillDo);
        Assert.False(Plan(4.9, FrameAccuracy.Fast).Selection.KeyFramesWillDo);
        Assert.False(Plan(60, FrameAccuracy.Exact).Selection.KeyFramesWillDo);
        Assert.False(Plan(60, null).Selection.KeyFramesWillDo);
    }

    [Fact]
    public void ASourceWithoutAnIndexIsToldWhereItCosts()
    {
        MediaInfo bare = Sources.At(25, 7200) with { Container = "h264", IsSeekable = false };
        ConversionRequest sparse = new() { Formats = [OutputFormat.WebP], Sampling = new Sampling { Count = 20 }, Playback = new Playback { FrameRate = 2 } };

        Assert.Contains(Sources.Plan(sparse, bare).Warnings, warning => warning.Contains("read from the beginning", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Sources.Plan(sparse with { Clip = new ClipRange { Duration = TimePosition.FromSeconds(5) } }, bare).Warnings,
            warning => warning.Contains("read from the beginning", StringComparison.Ordinal));
    }

    private static ConversionPlan Sparse(int group) => new Case(3600, 4).Plan() with
    {
        Selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = new Rational(1, 60) },
        Windows = [new ReadWindow(Seconds(5), Seconds(241), Seconds(7), 4)],
        Reading = new ReadingPlan(ReadingMode.Seeks, group, 2),
    };

    /// <summary>A source and what is taken of it.</summary>
    /// <param name="Seconds">Length of the part.</param>
    /// <param name="Samples">Evenly spaced over it.</param>
    public sealed record Case(int Seconds, int Samples)
    {
        public int Start { get; init; }

        public string Container { get; init; } = "mov,mp4,m4a,3gp,3g2,mj2";

        public string Codec { get; init; } = "h264";

        public int Width { get; init; } = 854;

        public int Height { get; init; } = 480;

        public double FrameRate { get; init; } = 24;

        public long? KeyFrames { get; init; }

        public bool IsSeekable { get; init; } = true;

        public bool KeyFramesWillDo { get; init; }

        public FrameSelectionKind Kind { get; init; } = FrameSelectionKind.Grid;

        public long FrameBytes { get; init; } = SeekStrategyTests.FrameBytes;

        public ReadingConditions Conditions { get; init; } = TwoCores;

        internal ConversionPlan Plan()
        {
            MediaInfo media = Sources.At(FrameRate, Start + Seconds) with { Container = Container, IsSeekable = IsSeekable, BitRate = 900_000 };
            media = media with { Video = media.Video with { Codec = Codec, StoredWidth = Width, StoredHeight = Height, KeyFrameCount = KeyFrames } };
            FrameSelection selection = new() { Kind = Kind, Rate = Samples > 0 ? new Rational(Samples, Seconds) : null, KeyFramesWillDo = KeyFramesWillDo };
            TimeSpan start = TimeSpan.FromSeconds(Start);
            ConversionPlan plan = Create(media, selection, new ReadWindow(start, media.Duration, start, Samples));
            return plan with { Reading = SeekStrategy.Choose(media, selection, plan.Windows, FrameBytes, Conditions) };
        }
    }
}

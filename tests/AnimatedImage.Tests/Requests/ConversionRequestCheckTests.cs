using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Requests;

public class ConversionRequestCheckTests
{
    private static readonly ConversionRequest Sound = new() { Source = MediaLocation.FromPath("clip.mp4") };

    /// <summary>Requests that break one rule each, with the id and the parameter to change.</summary>
    public static TheoryData<string, ConversionRequest, string, string> Broken { get; } = new()
    {
        { "EndTime + Duration", Clip(new() { EndTime = At("5"), Duration = At("2") }), ErrorId.ContradictoryParameters, "EndTime" },
        { "EndTime + TrimEnd", Clip(new() { EndTime = At("5"), TrimEnd = At("2") }), ErrorId.ContradictoryParameters, "EndTime" },
        { "Segment + StartTime", Clip(new() { StartTime = At("5"), Segments = [ClipSegment.Parse("1-2")] }), ErrorId.ContradictoryParameters, "Segment" },
        { "Segment + TrimEnd", Clip(new() { TrimEnd = At("5"), Segments = [ClipSegment.Parse("1-2")] }), ErrorId.ContradictoryParameters, "Segment" },
        { "no segment", Clip(new() { Segments = [] }), ErrorId.InvalidParameter, "Segment" },
        { "segment without an end", Clip(new() { Segments = [new ClipSegment { Start = At("1") }] }), ErrorId.InvalidParameter, "Segment" },
        { "too many segments", Clip(new() { Segments = [.. Enumerable.Repeat(ClipSegment.Parse("1-2"), 101)] }), ErrorId.InvalidParameter, "Segment" },
        { "Duration 0", Clip(new() { Duration = At("0") }), ErrorId.EmptyRange, "Duration" },
        { "Duration below 0", Clip(new() { Duration = At("-1") }), ErrorId.InvalidParameter, "Duration" },
        { "TrimEnd below 0", Clip(new() { TrimEnd = At("-1") }), ErrorId.InvalidParameter, "TrimEnd" },
        { "end before start", Clip(new() { StartTime = At("5"), EndTime = At("3") }), ErrorId.EmptyRange, "EndTime" },
        { "end at start", Clip(new() { StartTime = At("5%"), EndTime = At("5%") }), ErrorId.EmptyRange, "EndTime" },
        { "end 0", Clip(new() { EndTime = At("0") }), ErrorId.EmptyRange, "EndTime" },
        { "end before start, from the end", Clip(new() { StartTime = At("-3"), EndTime = At("-5") }), ErrorId.EmptyRange, "EndTime" },
        { "two samplings", Sampling(new() { Interval = 1, Count = 3 }), ErrorId.ContradictoryParameters, "SampleInterval" },
        { "key frames + rate", Sampling(new() { Rate = 1, KeyFrameOnly = true }), ErrorId.ContradictoryParameters, "SampleRate" },
        { "interval 0", Sampling(new() { Interval = 0 }), ErrorId.InvalidParameter, "SampleInterval" },
        { "interval NaN", Sampling(new() { Interval = double.NaN }), ErrorId.InvalidParameter, "SampleInterval" },
        { "interval of days", Sampling(new() { Interval = 86401 }), ErrorId.InvalidParameter, "SampleInterval" },
        { "rate 241", Sampling(new() { Rate = 241 }), ErrorId.InvalidParameter, "SampleRate" },
        { "rate below 0", Sampling(new() { Rate = -1 }), ErrorId.InvalidParameter, "SampleRate" },
        { "count 0", Sampling(new() { Count = 0 }), ErrorId.InvalidParameter, "FrameCount" },
        { "count 100001", Sampling(new() { Count = 100_001 }), ErrorId.InvalidParameter, "FrameCount" },
        { "frame rate 0", Playback(new() { FrameRate = 0 }), ErrorId.InvalidParameter, "FrameRate" },
        { "frame rate 61", Playback(new() { FrameRate = 61 }), ErrorId.InvalidParameter, "FrameRate" },
        { "frame rate ∞", Playback(new() { FrameRate = double.PositiveInfinity }), ErrorId.InvalidParameter, "FrameRate" },
        { "speed 0", Playback(new() { Speed = 0 }), ErrorId.InvalidParameter, "Speed" },
        { "speed 101", Playback(new() { Speed = 101 }), ErrorId.InvalidParameter, "Speed" },
        { "speed fixed twice", Playback(new() { Speed = 2, FrameRate = 10 }) with { Sampling = new() { Interval = 1 } }, ErrorId.ContradictoryParameters, "Speed" },
        { "play mode", Playback(new() { PlayMode = (PlayMode)9 }), ErrorId.InvalidParameter, "PlayMode" },
        { "end delay", Playback(new() { EndDelay = -0.1 }), ErrorId.InvalidParameter, "EndDelay" },
        { "end delay 601", Playback(new() { EndDelay = 601 }), ErrorId.InvalidParameter, "EndDelay" },
        { "crossfade", Playback(new() { LoopCrossfade = 61 }), ErrorId.InvalidParameter, "LoopCrossfade" },
        { "crossfaded boomerang", Playback(new() { LoopCrossfade = 1, PlayMode = PlayMode.Boomerang }), ErrorId.ContradictoryParameters, "LoopCrossfade" },
        { "play count", Playback(new() { PlayCount = 65536 }), ErrorId.InvalidParameter, "PlayCount" },
        { "play count below 0", Playback(new() { PlayCount = -1 }), ErrorId.InvalidParameter, "PlayCount" },
        { "width + scale", Size(new() { Width = FrameDimension.FromNumber(100), Scale = 2 }), ErrorId.ContradictoryParameters, "Scale" },
        { "height + short side", Size(new() { Height = FrameDimension.FromNumber(100), ShortSide = 2 }), ErrorId.ContradictoryParameters, "LongSide" },
        { "long side + scale", Size(new() { LongSide = 100, Scale = 0.5 }), ErrorId.ContradictoryParameters, "Scale" },
        { "width nobody made", Size(new() { Width = default(FrameDimension) }), ErrorId.InvalidParameter, "Width" },
        { "long side 0", Size(new() { LongSide = 0 }), ErrorId.InvalidParameter, "LongSide" },
        { "short side", Size(new() { ShortSide = 16385 }), ErrorId.InvalidParameter, "ShortSide" },
        { "long side the shorter", Size(new() { LongSide = 100, ShortSide = 200 }), ErrorId.InvalidParameter, "LongSide" },
        { "scale 0", Size(new() { Scale = 0 }), ErrorId.InvalidParameter, "Scale" },
        { "scale 17", Size(new() { Scale = 17 }), ErrorId.InvalidParameter, "Scale" },
        { "scale type", Size(new() { ScaleType = (ScaleType)9 }), ErrorId.InvalidParameter, "ScaleType" },
        { "padding without bars", Size(new() { ScaleType = ScaleType.Crop, Padding = Padding.Blur }), ErrorId.ContradictoryParameters, "Padding" },
        { "crop outside", Size(new() { Crop = new CropRectangle(-1, 0, 5, 5) }), ErrorId.InvalidParameter, "Crop" },
        { "crop of nothing", Size(new() { Crop = new CropRectangle(0, 0, 5, 0) }), ErrorId.InvalidParameter, "Crop" },
        { "quality 0", Picture(new() { Quality = 0 }), ErrorId.InvalidParameter, "Quality" },
        { "quality 101", Picture(new() { Quality = 101 }), ErrorId.InvalidParameter, "Quality" },
        { "colors 1", Picture(new() { Colors = 1 }), ErrorId.InvalidParameter, "Colors" },
        { "dither NaN", Picture(new() { Dither = double.NaN }), ErrorId.InvalidParameter, "Dither" },
        { "lossless GIF by default", Picture(new() { Lossless = true }), ErrorId.ContradictoryParameters, "Lossless" },
        { "lossless GIF among others", Picture(new() { Lossless = true }) with { Formats = [OutputFormat.WebP, OutputFormat.Gif] }, ErrorId.ContradictoryParameters, "Lossless" },
        { "lossless GIF by extension", Picture(new() { Lossless = true }) with { Source = null, Destination = "x.gif" }, ErrorId.ContradictoryParameters, "Lossless" },
        { "colors of WebP", Picture(new() { Colors = 16 }) with { Formats = [OutputFormat.WebP] }, ErrorId.ContradictoryParameters, "Colors" },
        { "dither of AVIF", Picture(new() { Dither = 0.5 }) with { Destination = "x.avif" }, ErrorId.ContradictoryParameters, "Dither" },
        { "budget 0", Sound with { Budget = new() { MaxSize = 0 } }, ErrorId.InvalidParameter, "MaxSize" },
        { "budget of 2 TB", Sound with { Budget = new() { MaxSize = 2L << 40 } }, ErrorId.InvalidParameter, "MaxSize" },
        { "no priority", Sound with { Budget = new() { MaxSize = 1000, Priority = [] } }, ErrorId.InvalidParameter, "SizePriority" },
        { "priority twice", Sound with { Budget = new() { MaxSize = 1000, Priority = [SizePriority.Quality, SizePriority.Quality] } }, ErrorId.InvalidParameter, "SizePriority" },
        { "priority nobody knows", Sound with { Budget = new() { MaxSize = 1000, Priority = [(SizePriority)9] } }, ErrorId.InvalidParameter, "SizePriority" },
        { "priority without a budget", Sound with { Budget = new() { Priority = [SizePriority.Quality] } }, ErrorId.ContradictoryParameters, "SizePriority" },
        { "matte of APNG", Picture(new() { Matte = new RgbColor(1, 2, 3) }) with { Formats = [OutputFormat.Apng] }, ErrorId.ContradictoryParameters, "Matte" },
        { "matte and background", Picture(new() { Matte = new RgbColor(1, 2, 3), Background = new RgbColor(1, 2, 3) }), ErrorId.ContradictoryParameters, "Matte" },
        { "max frame", Sound with { Limits = new() { MaxFrame = 0 } }, ErrorId.InvalidParameter, "MaxFrame" },
        { "max pixel", Sound with { Limits = new() { MaxPixel = -1 } }, ErrorId.InvalidParameter, "MaxPixel" },
        { "timeout", Sound with { Limits = new() { Timeout = TimeSpan.Zero } }, ErrorId.InvalidParameter, "Timeout" },
        { "no format", Sound with { Formats = [] }, ErrorId.InvalidParameter, "Format" },
        { "a format twice", Sound with { Formats = [OutputFormat.Gif, OutputFormat.Gif] }, ErrorId.InvalidParameter, "Format" },
        { "an unknown format", Sound with { Formats = [(OutputFormat)9] }, ErrorId.UnknownFormat, "Format" },
        { "extension of another format", Sound with { Formats = [OutputFormat.Gif], Destination = "x.webp" }, ErrorId.ContradictoryParameters, "Destination" },
        { "two formats, one name", Sound with { Formats = [OutputFormat.Gif, OutputFormat.WebP], Destination = "x.webp" }, ErrorId.DestinationConflict, "Destination" },
        { "an unknown variable", Sound with { Destination = "{nme}.gif" }, ErrorId.UnknownVariable, "Destination" },
        { "no destination", Sound with { Destination = " " }, ErrorId.InvalidParameter, "Destination" },
    };

    public static TheoryData<string, ConversionRequest> Accepted { get; } = new()
    {
        { "nothing at all", new ConversionRequest() },
        { "a source", Sound },
        { "duration and trim", Clip(new() { StartTime = At("10%"), Duration = At("5"), TrimEnd = At("1"), Strict = true }) },
        { "from both ends", Clip(new() { StartTime = At("5"), EndTime = At("-5") }) },
        { "seconds and percent", Clip(new() { StartTime = At("50"), EndTime = At("10%") }) },
        { "segments", Clip(new() { Segments = [ClipSegment.Parse("5-8"), ClipSegment.Parse("1-2")] }) },
        { "sampling and speed", Playback(new() { Speed = 2 }) with { Sampling = new() { Interval = 86400 } } },
        { "sampling and rate", Playback(new() { FrameRate = 60 }) with { Sampling = new() { KeyFrameOnly = true } } },
        { "no key frames and rate", Sampling(new() { KeyFrameOnly = false, Rate = 240 }) },
        { "both sides", Size(new() { Width = FrameDimension.Parse("50%"), Height = FrameDimension.Parse("16384"), Padding = Padding.Blur }) },
        { "both orientations", Size(new() { LongSide = 200, ShortSide = 200, ScaleType = ScaleType.Fill, Padding = Padding.Black }) },
        { "lossless template without a format", new ConversionRequest { Picture = new() { Lossless = true } } },
        { "lossless PNG", Picture(new() { Lossless = true }) with { Destination = "{name}.png" } },
        { "colors beside WebP", Picture(new() { Colors = 2, Dither = 0, Quality = 100 }) with { Formats = [OutputFormat.WebP, OutputFormat.Gif] } },
        { "two formats, two names", Sound with { Formats = [OutputFormat.Gif, OutputFormat.WebP], Destination = "out/{name}{autoext}", Force = true, SkipExisting = true } },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void Tells_a_broken_rule(string rule, ConversionRequest request, string errorId, string parameter)
    {
        RequestProblem problem = Assert.Single(request.Check());
        Assert.Equal((rule, errorId, parameter), (rule, problem.ErrorId, problem.Parameter));
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
        ConversionException failure = problem.ToException();
        Assert.Equal((errorId, FailureKind.Input, problem.Message), (failure.ErrorId, failure.Kind, failure.Message));
    }

    [Theory]
    [MemberData(nameof(Accepted), DisableDiscoveryEnumeration = true)]
    public void Accepts_a_sound_request(string what, ConversionRequest request)
    {
        Assert.True(request.Check().Count == 0, what);
        Assert.DoesNotContain(request.WithDefaults().Check(), problem => problem.Parameter != "Lossless");
    }

    [Fact]
    public void Tells_every_problem_at_once()
    {
        ConversionRequest request = Sound with
        {
            Clip = new() { EndTime = At("5"), Duration = At("0") },
            Playback = new() { Speed = -1 },
            Picture = new() { Quality = 0 },
        };
        IReadOnlyList<RequestProblem> problems = request.Check();
        Assert.Equal(["EndTime", "Duration", "Speed", "Quality"], problems.Select(problem => problem.Parameter));
        ConversionException failure = Assert.Throws<ConversionException>(() => RequestProblem.ThrowAny(problems));
        Assert.All(problems, problem => Assert.Contains(problem.Message, failure.Message, StringComparison.Ordinal));
        Assert.Equal(ErrorId.ContradictoryParameters, failure.ErrorId);
        RequestProblem.ThrowAny([]);
    }

    [Fact]
    public void Messages_name_the_value_and_the_range()
    {
        Assert.Equal("Quality is 101; it must be from 1 to 100.", Picture(new() { Quality = 101 }).Check()[0].Message);
        Assert.Equal("SampleInterval is -0.5; it must be more than 0 and at most 86400 seconds.", Sampling(new() { Interval = -0.5 }).Check()[0].Message);
    }

    [Fact]
    public void Requests_are_values()
    {
        ConversionRequest one = Clip(new() { Segments = [ClipSegment.Parse("1-2")] }) with { Formats = [OutputFormat.Gif] };
        ConversionRequest other = Clip(new() { Segments = new List<ClipSegment> { ClipSegment.Parse("1-2") } }) with { Formats = new[] { OutputFormat.Gif } };
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other with { Formats = [OutputFormat.WebP] });
    }

    private static TimePosition At(string text) => TimePosition.Parse(text);

    private static ConversionRequest Clip(ClipRange clip) => Sound with { Clip = clip };

    private static ConversionRequest Sampling(Sampling sampling) => Sound with { Sampling = sampling };

    private static ConversionRequest Playback(Playback playback) => Sound with { Playback = playback };

    private static ConversionRequest Size(FrameSize size) => Sound with { Size = size };

    private static ConversionRequest Picture(PictureOptions picture) => Sound with { Picture = picture };
}

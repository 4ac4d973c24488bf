using AnimatedImage.Conversion;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Conversion;

/// <summary>Starting a child takes longer than decoding a short clip: none is started that is not needed.</summary>
public sealed class ProcessCountTests : RemoteBench
{
    [Fact]
    public async Task AClipThatIsKnownIsNotAskedAgain()
    {
        Converter converter = new(Counted());
        string clip = Clip();
        File.SetLastWriteTimeUtc(clip, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        foreach (string name in (string[])["a.gif", "b.gif"])
        {
            Assert.Single(await ConvertAsync(Request(clip, name), converter));
        }

        Assert.Equal((1, 2), (Started("ffprobe"), Started("ffmpeg")));
    }

    [Fact]
    public async Task SeveralFormatsComeFromOneDecode()
    {
        Converter converter = new(Counted());
        ConversionRequest request = Request(Clip()) with { Formats = [OutputFormat.Gif, OutputFormat.Apng], Destination = Folder.File("{name}{autoext}") };

        Assert.Equal(2, (await ConvertAsync(request, converter)).Count);

        Assert.Equal((1, 1), (Started("ffprobe"), Started("ffmpeg")));
    }

    [Fact]
    public async Task AnObjectThatIsKnownIsNotAskedAgainUntilItChanges()
    {
        Converter converter = new(Counted(), Store, Gateway);
        MediaLocation source = Store.PutFile("videos/a.mp4", Clip());
        async Task<ConversionResult> RunAsync(string name)
        {
            await using PreparedConversion prepared = await converter.PrepareAsync(Request(source, Folder.File(name)), null, Cancellation);
            return Assert.Single(await converter.RunAsync(prepared, null, Cancellation));
        }

        string first = (await RunAsync("a.gif")).Sha256!;
        Assert.Equal(first, (await RunAsync("b.gif")).Sha256);
        Assert.Equal((1, 2), (Started("ffprobe"), Started("ffmpeg")));

        // The test store calls it by another ETag.
        Store.PutFile("videos/a.mp4", Clip("b.mp4", "testsrc2=size=80x48:rate=10:duration=1"));
        Assert.Equal(80, (await RunAsync("c.gif")).Width);
        Assert.Equal(2, Started("ffprobe"));
    }

    [Theory]
    [InlineData(2, 2, 1, 2)]
    [InlineData(1, 2, 2, 2)]
    [InlineData(1, 1, 4, 1)]
    public async Task SeeksAreNoMoreProcessesThanPlanned(int group, int parallel, int together, int processes)
    {
        ReadingPlan reading = new(ReadingMode.Seeks, group, parallel) { Together = together };
        Converter converter = new(Counted());
        ConversionRequest request = Request(Clip(picture: "testsrc2=size=64x48:rate=10:duration=40"), "a.gif") with
        {
            Sampling = new Sampling { Interval = 10 },
            Playback = new Playback { FrameRate = 2 },
        };

        await using PreparedConversion prepared = await converter.PrepareAsync(request, null, Cancellation);
        PreparedConversion sought = prepared with { Plan = prepared.Plan with { Reading = reading } };
        ConversionResult result = Assert.Single(await converter.RunAsync(sought, null, Cancellation));

        Assert.Equal((4, ReadingMode.Seeks), (result.FrameCount, result.Reading));
        Assert.Equal((1, processes), (Started("ffprobe"), Started("ffmpeg")));
    }

    /// <summary>The tools behind scripts that count: other tests start children of this process as well.</summary>
    private FFmpegTools Counted()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The scripts that count are for a POSIX shell.");
        }

        FFmpegTools tools = FFmpegLocator.Find();
        return tools with { FFmpegPath = Script("ffmpeg", tools.FFmpegPath), FFprobePath = Script("ffprobe", tools.FFprobePath) };
    }

    private string Script(string name, string program)
    {
        string path = Folder.File(name + "-counted");
        File.WriteAllText(path, $"#!/bin/sh\necho started >> '{Folder.File(name + ".count")}'\nexec '{program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private int Started(string name) => File.Exists(Folder.File(name + ".count")) ? File.ReadAllLines(Folder.File(name + ".count")).Length : 0;
}

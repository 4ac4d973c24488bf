using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Conversion;

/// <summary>Several conversions at once: how often the source is decoded, and that each output is what it would be alone.</summary>
public sealed class SharedDecodeTests : ConversionBench
{
    [Theory]
    [InlineData("clip.mp4", "-c:v mpeg4 -q:v 3", "")]
    [InlineData("alpha.mov", "-c:v png -pix_fmt rgba", ",format=rgba,colorchannelmixer=aa=0.5")]
    public async Task Six_outputs_of_the_same_frames_come_from_one_decode_and_are_what_they_are_alone(string name, string encoder, string filters)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        ConversionRequest clip = Request(Clip(name, $"testsrc2=size=96x64:rate=10:duration=1.5{filters}", encoder));
        ConversionRequest[] requests =
        [
            clip with { Formats = [OutputFormat.Gif] },
            clip with { Formats = [OutputFormat.WebP], Size = new FrameSize { Width = FrameDimension.FromNumber(40) } },
            clip with { Formats = [OutputFormat.Apng], Size = new FrameSize { Width = FrameDimension.FromNumber(50), Height = FrameDimension.FromNumber(50), ScaleType = ScaleType.Fill, Padding = Padding.Blur } },
            clip with { Formats = [OutputFormat.Gif], Size = new FrameSize { Width = FrameDimension.FromNumber(31), Height = FrameDimension.FromNumber(45), ScaleType = ScaleType.Crop }, Playback = new Playback { PlayMode = PlayMode.Boomerang } },
            clip with { Formats = [OutputFormat.WebP], Playback = new Playback { PlayMode = PlayMode.Reverse }, Picture = new PictureOptions { Quality = 40, Background = new RgbColor(200, 30, 30) } },
            clip with { Formats = [OutputFormat.Avif], Size = new FrameSize { Width = FrameDimension.FromNumber(64), Height = FrameDimension.FromNumber(64), ScaleType = ScaleType.Fill }, Playback = new Playback { PlayCount = 2 } },
        ];
        Converter counting = Counting();

        IReadOnlyList<ConversionResult> together = await ConvertAsync(counting, "together", requests);

        Assert.Equal(1, Decodes);
        foreach ((ConversionRequest request, ConversionResult result) in requests.Zip(together))
        {
            int index = Array.IndexOf(requests, request);
            ConversionResult alone = Assert.Single(await ConvertAsync(request with { Destination = Folder.File($"alone/{index}{{autoext}}") }));
            Assert.Equal((alone.Bytes, alone.Sha256, alone.FrameCount), (result.Bytes, result.Sha256, result.FrameCount));
        }
    }

    [Fact]
    public async Task Other_frames_are_another_decode_and_the_same_ones_still_share()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        ConversionRequest clip = Request(Clip());
        Converter counting = Counting();
        IReadOnlyList<ConversionResult> results = await ConvertAsync(
            counting,
            "out",
            clip with { Formats = [OutputFormat.Gif, OutputFormat.WebP] },
            clip with { Formats = [OutputFormat.Gif], Clip = new ClipRange { StartTime = TimePosition.Parse("0.5") } },
            clip with { Formats = [OutputFormat.Apng], Sampling = new Sampling { Count = 3 } },
            clip with { Formats = [OutputFormat.Gif], Size = new FrameSize { Width = FrameDimension.FromNumber(20) } });
        Assert.Equal(3, Decodes);
        Assert.Equal([10, 10, 5, 3, 10], results.Select(result => result.FrameCount));
        Assert.Equal([64, 64, 64, 64, 20], results.Select(result => result.Width));
    }

    [Fact]
    public async Task Samples_that_are_sought_together_serve_outputs_of_several_sizes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        ConversionRequest clip = Request(Clip(picture: "testsrc2=size=96x64:rate=10:duration=20")) with { Sampling = new Sampling { Count = 4 }, Playback = new Playback { FrameRate = 2 } };
        ConversionRequest[] requests =
        [
            clip with { Formats = [OutputFormat.Gif] },
            clip with { Formats = [OutputFormat.WebP], Size = new FrameSize { Width = FrameDimension.FromNumber(40) } },
        ];
        Converter counting = Counting();
        List<ConversionTask> tasks = [];
        foreach (ConversionRequest request in requests)
        {
            PreparedConversion prepared = await counting.PrepareAsync(request with { Destination = Folder.File("together{autoext}") }, null, Cancellation);
            tasks.Add(new ConversionTask(prepared with { Plan = prepared.Plan with { Reading = new ReadingPlan(ReadingMode.Seeks, 1, 1) { Together = 4 } } }, null, null));
        }

        foreach ((StagedConversion staged, ConversionRequest request) in (await counting.StageAsync(tasks, Cancellation)).Zip(requests))
        {
            ConversionResult result = Assert.Single(await staged.PublishAsync());
            ConversionResult alone = Assert.Single(await ConvertAsync(request with { Destination = Folder.File("alone{autoext}") }));
            Assert.Equal((alone.Sha256, ReadingMode.Seeks, ReadingMode.Through), (result.Sha256, result.Reading, alone.Reading));
            await staged.DisposeAsync();
        }

        Assert.Equal(1, Decodes);
    }

    [Fact]
    public async Task When_one_of_them_fails_nothing_is_left_of_any()
    {
        ConversionRequest clip = Request(Clip());
        await File.WriteAllTextAsync(Folder.File("2.gif"), "Mine.", Cancellation);
        PreparedConversion[] prepared =
        [
            await Converter.PrepareAsync(clip with { Destination = Folder.File("1.gif") }, null, Cancellation),
            await Converter.PrepareAsync(clip with { Destination = Folder.File("2.gif"), Size = new FrameSize { Width = FrameDimension.FromNumber(20) } }, null, Cancellation),
        ];
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(
            () => Converter.StageAsync([.. prepared.Select(each => new ConversionTask(each, null, null))], Cancellation));
        Assert.Equal(ErrorId.DestinationExists, failure.ErrorId);
        Assert.Equal(["2.gif", "clip.mp4"], Folder.Names);
    }

    private int Decodes => File.ReadAllLines(Folder.File("decodes")).Length;

    /// <summary>Notes every ffmpeg that decodes frames for us.</summary>
    private Converter Counting()
    {
        Directory.CreateDirectory(Folder.File("bin"));
        string path = Folder.File("bin/ffmpeg");
        File.WriteAllText(path, $"#!/bin/sh\ncase \"$*\" in *\"-f nut -write_index\"*) echo decode >> '{Folder.File("decodes")}' ;; esac\nexec {Converter.Tools.FFmpegPath} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.CreateSymbolicLink(Folder.File("bin/ffprobe"), Converter.Tools.FFprobePath);
        return new Converter(FFmpegLocator.Find(path));
    }

    private async Task<IReadOnlyList<ConversionResult>> ConvertAsync(Converter converter, string folder, params ConversionRequest[] requests)
    {
        Directory.CreateDirectory(Folder.File(folder));
        Directory.CreateDirectory(Folder.File("alone"));
        List<ConversionTask> tasks = [];
        foreach (ConversionRequest request in requests)
        {
            tasks.Add(new ConversionTask(
                await converter.PrepareAsync(request with { Destination = Folder.File($"{folder}/{tasks.Count}{{autoext}}") }, null, Cancellation), null, null));
        }

        List<ConversionResult> results = [];
        foreach (StagedConversion staged in await converter.StageAsync(tasks, Cancellation))
        {
            results.AddRange(await staged.PublishAsync());
            await staged.DisposeAsync();
        }

        return results;
    }
}

using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Conversion;

public sealed class ConverterTests : ConversionBench
{
    private static readonly OutputFormat[] Everything = [OutputFormat.Gif, OutputFormat.WebP, OutputFormat.Apng, OutputFormat.Avif];

    [Theory]
    [InlineData("out.gif", OutputFormat.Gif)]
    [InlineData("out.webp", OutputFormat.WebP)]
    [InlineData("out.apng", OutputFormat.Apng)]
    [InlineData("out.png", OutputFormat.Apng)]
    [InlineData("out.avif", OutputFormat.Avif)]
    public async Task A_clip_becomes_an_animation_that_reads_back_as_the_result_says(string name, OutputFormat format)
    {
        ConversionRequest request = Request(Clip(), name) with { Playback = new Playback { PlayCount = 3, EndDelay = 0.5 } };

        ConversionResult result = Assert.Single(await ConvertAsync(request));

        Assert.Equal((format, 64, 48, 10, 3), (result.Format, result.Width, result.Height, result.FrameCount, result.PlayCount));
        Assert.Equal(TimeSpan.FromSeconds(1.5), result.Duration);
        AnimationInfo read = Read(result.Destination.Path);
        Assert.Equal((64, 48, 10, 3, 1.5), (read.Width, read.Height, read.FrameCount, read.PlayCount, read.Duration.TotalSeconds));
        Assert.Equal(result.ContentKey, read.ContentKey);
        Assert.Equal(result.Bytes, read.Bytes);
        Assert.False(read.HasAlpha && format == OutputFormat.Gif, "An opaque GIF claims to be see-through.");
        Assert.Equal(["clip.mp4", name], Folder.Names);
    }

    [Fact]
    public async Task Without_a_destination_the_gif_stands_beside_its_source()
    {
        ConversionResult result = Assert.Single(await ConvertAsync(Request(Clip("holiday clip.mp4"))));
        Assert.Equal(Folder.File("holiday clip.gif"), result.Destination.Path);
        Assert.True(File.Exists(result.Destination.Path));
    }

    [Fact]
    public async Task Several_formats_come_from_one_call_in_their_order()
    {
        ConversionRequest request = Request(Clip(), "{name}-small{autoext}") with { Formats = Everything };

        IReadOnlyList<ConversionResult> results = await ConvertAsync(request);

        Assert.Equal(Everything, results.Select(result => result.Format));
        Assert.All(results, result => Assert.Equal(10, Read(result.Destination.Path).FrameCount));
        Assert.Equal(4, results.Select(result => result.ContentKey).Distinct().Count());
    }

    [Fact]
    public async Task A_folder_as_destination_takes_the_sources_name()
    {
        Directory.CreateDirectory(Folder.File("sub"));
        ConversionResult result = Assert.Single(await ConvertAsync(Request(Clip(), "sub") with { Formats = [OutputFormat.WebP] }));
        Assert.Equal(Folder.File("sub/clip.webp"), result.Destination.Path);
    }

    [Fact]
    public async Task An_existing_destination_is_kept_unless_forced()
    {
        ConversionRequest request = Request(Clip(), "out.gif");
        await File.WriteAllTextAsync(Folder.File("out.gif"), "precious", Cancellation);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(request));
        Assert.Equal((ErrorId.DestinationExists, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Equal("precious", await File.ReadAllTextAsync(Folder.File("out.gif"), Cancellation));

        await ConvertAsync(request with { Force = true });
        Assert.Equal(10, Read(Folder.File("out.gif")).FrameCount);
    }

    [Theory]
    [InlineData("out.gif")]
    [InlineData("out.webp")]
    [InlineData("out.apng")]
    [InlineData("out.avif")]
    public async Task The_same_source_settings_and_engine_give_the_same_bytes(string name)
    {
        string clip = Clip();
        ConversionResult first = Assert.Single(await ConvertAsync(Request(clip, name)));
        string copy = Folder.File("a copy.mp4");
        File.Copy(clip, copy);
        File.SetLastWriteTimeUtc(copy, new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));
        ConversionResult second = Assert.Single(await ConvertAsync(Request(copy, "again" + Path.GetExtension(name))));
        Assert.Equal((first.Sha256, first.ContentKey), (second.Sha256, second.ContentKey));
    }

    [Fact]
    public async Task SkipExisting_leaves_what_is_current_and_renews_what_is_not()
    {
        ConversionRequest request = Request(Clip(), "out.gif") with { SkipExisting = true };
        ConversionResult made = Assert.Single(await ConvertAsync(request));
        File.SetLastWriteTimeUtc(made.Destination.Path, new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));

        ConversionResult skipped = Assert.Single(await ConvertAsync(request));
        Assert.True(skipped.IsSkipped);
        Assert.Equal((made.Bytes, made.Md5, made.Sha256, made.ContentKey), (skipped.Bytes, skipped.Md5, skipped.Sha256, skipped.ContentKey));
        Assert.Equal(2001, File.GetLastWriteTimeUtc(made.Destination.Path).Year);

        ConversionResult otherSettings = Assert.Single(await ConvertAsync(request with { Picture = new PictureOptions { Quality = 30 } }));
        Assert.False(otherSettings.IsSkipped);

        Clip(picture: "testsrc=size=64x48:rate=10:duration=1");
        ConversionResult otherSource = Assert.Single(await ConvertAsync(request));
        Assert.False(otherSource.IsSkipped);
        Assert.NotEqual(made.ContentKey, otherSource.ContentKey);
    }

    [Theory]
    [InlineData(OutputFormat.Gif)]
    [InlineData(OutputFormat.WebP)]
    [InlineData(OutputFormat.Apng)]
    [InlineData(OutputFormat.Avif)]
    public async Task What_was_left_alone_is_told_as_it_lies_in_the_file(OutputFormat format)
    {
        // Its frames do not change: encoders that merge such frames store fewer than were planned.
        string clip = Clip(picture: "color=c=teal:size=64x48:rate=10:duration=1");
        ConversionRequest request = new() { Source = MediaLocation.FromPath(clip), Formats = [format], SkipExisting = true };
        ConversionResult made = Assert.Single(await ConvertAsync(request));
        ConversionResult skipped = Assert.Single(await ConvertAsync(request));

        using FileStream file = File.OpenRead(made.Destination.Path);
        AnimationInfo info = AnimationReader.Read(file, made.Destination.Name);
        Assert.Equal((false, true, 10), (made.IsSkipped, skipped.IsSkipped, made.FrameCount));
        Assert.Equal(
            (info.FrameCount, info.Duration, info.FrameRate, info.PlayCount, info.Width, info.Height, info.Bytes),
            (skipped.FrameCount, skipped.Duration, skipped.FrameRate, skipped.PlayCount, skipped.Width, skipped.Height, skipped.Bytes));
        Assert.Equal(made.Duration, skipped.Duration);
        Assert.True(skipped.FrameCount < made.FrameCount || format == OutputFormat.Avif);
    }

    [Fact]
    public async Task SkipExisting_keeps_a_file_that_no_conversion_made()
    {
        await File.WriteAllTextAsync(Folder.File("out.gif"), "my own", Cancellation);
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(
            () => ConvertAsync(Request(Clip(), "out.gif") with { SkipExisting = true }));
        Assert.Equal(ErrorId.DestinationExists, failure.ErrorId);
        Assert.Equal("my own", await File.ReadAllTextAsync(Folder.File("out.gif"), Cancellation));
    }

    [Fact]
    public async Task Outputs_appear_together_or_not_at_all()
    {
        ConversionRequest request = Request(Clip(), "{name}{autoext}") with { Formats = [OutputFormat.Gif, OutputFormat.WebP] };
        PreparedConversion prepared = await Converter.PrepareAsync(request, null, Cancellation);
        Listener intruder = new(_ => File.WriteAllText(Folder.File("clip.webp"), "appeared meanwhile"));

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => Converter.RunAsync(prepared, intruder, Cancellation));

        Assert.Equal(ErrorId.DestinationExists, failure.ErrorId);
        Assert.Equal(["clip.mp4", "clip.webp"], Folder.Names);
        Assert.Equal("appeared meanwhile", await File.ReadAllTextAsync(Folder.File("clip.webp"), Cancellation));
    }

    [Fact]
    public async Task A_playlist_is_another_source_when_a_segment_changes()
    {
        string original = await Clips.GetAsync("m3u8");
        string[] keys = new string[2];
        for (int run = 0; run < 2; run++)
        {
            string folder = Directory.CreateDirectory(Folder.File($"run{run}")).FullName;
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(original)!))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            string playlist = Path.Combine(folder, Path.GetFileName(original));
            if (run == 1)
            {
                string[] segments = [.. Directory.EnumerateFiles(folder, "*.ts").Order()];
                File.Copy(segments[0], segments[1], overwrite: true);
            }

            keys[run] = Assert.Single(await ConvertAsync(Request(playlist))).ContentKey;
        }

        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public async Task Progress_rises_to_the_whole()
    {
        List<ConversionProgress> heard = [];
        PreparedConversion prepared = await Converter.PrepareAsync(Request(Clip(), "out.gif"), null, Cancellation);
        await Converter.RunAsync(prepared, new Listener(heard.Add), Cancellation);
        Assert.Equal(Enumerable.Range(1, 10), heard.Select(progress => progress.FramesDone));
        Assert.Equal(1, heard[^1].Fraction);
    }

    [Fact]
    public async Task Preparing_writes_nothing_and_describes_the_plan()
    {
        PreparedConversion prepared = await Converter.PrepareAsync(Request(Clip(), "out.gif"), null, Cancellation);
        string line = prepared.Describe(0);
        Assert.Contains("clip.mp4", line, StringComparison.Ordinal);
        Assert.Contains("out.gif", line, StringComparison.Ordinal);
        Assert.Contains("64×48", line, StringComparison.Ordinal);
        Assert.Contains("10 frames", line, StringComparison.Ordinal);
        Assert.Equal(["clip.mp4"], Folder.Names);
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_behind()
    {
        string clip = Clip(picture: "testsrc2=size=640x480:rate=30:duration=20");
        using CancellationTokenSource stop = new();
        ConversionRequest request = Request(clip, "{name}{autoext}") with { Formats = Everything };
        PreparedConversion prepared = await Converter.PrepareAsync(request, null, Cancellation);
        Listener stopper = new(progress =>
        {
            if (progress.FramesDone == 5)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Converter.RunAsync(prepared, stopper, stop.Token));
        Assert.Equal(["clip.mp4"], Folder.Names);
    }

    [Fact]
    public async Task An_estimate_counts_exactly_and_holds()
    {
        string clip = Clip(picture: "testsrc2=size=160x120:rate=25:duration=8");
        ConversionRequest request = Request(clip, "{name}{autoext}") with { Formats = Everything };
        PreparedConversion prepared = await Converter.PrepareAsync(request, null, Cancellation);

        IReadOnlyList<ConversionEstimate> estimates = await Converter.EstimateAsync(prepared, Cancellation);
        Assert.Equal(["clip.mp4"], Folder.Names);

        IReadOnlyList<ConversionResult> results = await Converter.RunAsync(prepared, null, Cancellation);
        Assert.All(estimates.Zip(results), pair =>
        {
            Assert.Equal(pair.Second.FrameCount, pair.First.FrameCount);
            Assert.Equal(pair.Second.Duration.TotalSeconds, pair.First.Duration.TotalSeconds, 0.011);
            Assert.InRange(pair.Second.Bytes, pair.First.MinimumBytes, pair.First.MaximumBytes);
        });
    }

    [Fact]
    public async Task The_estimate_of_a_short_clip_is_its_size()
    {
        PreparedConversion prepared = await Converter.PrepareAsync(Request(Clip(), "out.webp"), null, Cancellation);
        ConversionEstimate estimate = Assert.Single(await Converter.EstimateAsync(prepared, Cancellation));
        ConversionResult result = Assert.Single(await Converter.RunAsync(prepared, null, Cancellation));
        // The result carries a content key besides.
        Assert.InRange(result.Bytes - estimate.EstimatedBytes, 0, 128);
    }

    private static AnimationInfo Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        return AnimationReader.Read(file, path);
    }

    private sealed class Listener(Action<ConversionProgress> heard) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value) => heard(value);
    }
}

using System.Collections.Concurrent;
using AnimatedImage.Conversion;
using AnimatedImage.Jobs.Working;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Jobs.Tests.Working;

public sealed class ConversionExecutorTests : StoreSuite
{
    [Fact]
    public async Task A_job_s_requests_share_a_decode_and_appear_together()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        FFmpegTools real = FFmpegLocator.Find();
        string decodes = Folder.File("decodes.txt");
        string path = Folder.File("ffmpeg");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\ncase \"$*\" in *\"-f nut -write_index\"*) echo decode >> '{decodes}' ;; esac\nexec {real.FFmpegPath} \"$@\"\n", Cancellation);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.CreateSymbolicLink(Folder.File("ffprobe"), real.FFprobePath);
        Ffmpeg.Run($"-f lavfi -i testsrc2=size=64x48:rate=10:duration=1 -c:v mpeg4 -q:v 3 {Folder.File("clip.mp4")}");
        ConversionRequest clip = new() { Source = MediaLocation.FromPath(Folder.File("clip.mp4")) };
        Job job = await SubmitAsync(new JobSubmission
        {
            Requests =
            [
                clip with { Destination = Folder.File("large.gif") },
                clip with { Destination = Folder.File("small.gif"), Size = new FrameSize { Width = FrameDimension.FromNumber(20) } },
                clip with { Destination = Folder.File("{name}{autoext}"), Formats = [OutputFormat.WebP, OutputFormat.Apng] },
            ],
        });
        ConcurrentQueue<JobRunState> reported = [];
        ConversionExecutor executor = new(new Converter(FFmpegLocator.Find(path)));

        IStagedJob staged = await executor.StageAsync(Claim(), reported.Enqueue, Cancellation);

        Assert.DoesNotContain(Folder.Names, name => name is "large.gif" or "small.gif" or "clip.webp");
        IReadOnlyList<ConversionResult> results = await staged.PublishAsync();
        await staged.DisposeAsync();
        Assert.Equal([64, 20, 64, 64], results.Select(result => result.Width));
        Assert.Single(await File.ReadAllLinesAsync(decodes, Cancellation));
        Assert.Equal(job.Requests.Count * 10, reported.Max(state => state.Progress.Frame));
        Assert.Equal(1, reported.Max(state => state.Progress.Fraction));
    }

    [Fact]
    public async Task Each_output_of_several_templates_has_its_own_template_s_name()
    {
        Ffmpeg.Run($"-f lavfi -i testsrc2=size=32x24:rate=5:duration=1 -c:v mpeg4 -q:v 3 {Folder.File("clip.mp4")}");
        ConversionRequest clip = new() { Source = MediaLocation.FromPath(Folder.File("clip.mp4")), Destination = Folder.File("{name}-{template}{autoext}") };
        await SubmitAsync(new JobSubmission
        {
            Requests = [clip with { Formats = [OutputFormat.Gif, OutputFormat.Apng] }, clip with { Size = new FrameSize { Width = FrameDimension.FromNumber(20) } }],
            Template = "large-one",
            Templates = ["large-one", "small-one"],
        });

        IStagedJob staged = await new ConversionExecutor(new Converter(FFmpegLocator.Find())).StageAsync(Claim(), _ => { }, Cancellation);
        IReadOnlyList<ConversionResult> results = await staged.PublishAsync();
        await staged.DisposeAsync();

        Assert.Equal(["large-one", "large-one", "small-one"], results.Select(result => result.Template));
        Assert.Equal(["clip-large-one.gif", "clip-large-one.apng", "clip-small-one.gif"], results.Select(result => result.Destination.Name));
    }

    private protected override Task<string> NewSettingAsync() => Task.FromResult(Folder.File("jobs.db"));
}

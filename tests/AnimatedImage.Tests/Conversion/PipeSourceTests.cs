using System.Diagnostics;
using System.IO.Pipes;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using Microsoft.Win32.SafeHandles;

namespace AnimatedImage.Tests.Conversion;

/// <summary>A pipe gives what its file would, once; whatever goes wrong is one clear error, and nothing stays on disk.</summary>
public sealed class PipeSourceTests : ConversionBench
{
    public PipeSourceTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
    }

    [Fact]
    public async Task ANamedPipeGivesWhatItsFileGives()
    {
        string clip = Clip();
        ConversionResult plain = Assert.Single(await ConvertAsync(Request(clip, "plain.gif")));
        string pipe = await MakePipeAsync();
        string link = Folder.File("link");
        File.CreateSymbolicLink(link, pipe);
        foreach (string source in new[] { pipe, link })
        {
            Converter converter = Keeping(out MediaGateway gateway);
            Task writing = WriteAsync(pipe, await File.ReadAllBytesAsync(clip, Cancellation));
            ConversionResult result;
            await using (PreparedConversion prepared = await converter.PrepareAsync(Request(source, "piped.gif") with { Force = true }, null, Cancellation))
            {
                await writing;
                Assert.Equal(new FileInfo(clip).Length, gateway.Spilled.Taken);
                Assert.Equal(OperatingSystem.IsLinux() ? 0 : 1, Kept.Length);
                result = Assert.Single(await converter.RunAsync(prepared, null, Cancellation));
            }

            Assert.Equal((plain.Sha256, plain.ContentKey), (result.Sha256, result.ContentKey));
            Assert.Contains("is a pipe", Assert.Single(result.Warnings), StringComparison.Ordinal);
            Assert.Equal((0, 0), (gateway.Spilled.Taken, Kept.Length));
            gateway.Dispose();
        }
    }

    [Fact]
    public async Task SamplesAndFramesOfWebPAreSoughtInWhatWasKept()
    {
        string clip = Clip("clip.mp4", "testsrc2=size=64x48:rate=10:duration=3");
        string webp = Assert.Single(await ConvertAsync(Request(clip, "clip.webp"))).Destination.Path;
        string pipe = await MakePipeAsync();
        foreach (string source in new[] { clip, webp })
        {
            ConversionRequest request = Request(source, "plain.gif") with { Sampling = new Sampling { Count = 4 }, Playback = new Playback { FrameRate = 2 }, Force = true };
            string? truth = Assert.Single(await ConvertAsync(request)).Sha256;
            Task writing = WriteAsync(pipe, await File.ReadAllBytesAsync(source, Cancellation));

            Assert.Equal(truth, Assert.Single(await ConvertAsync(request with { Source = MediaLocation.FromPath(pipe) })).Sha256);
            await writing;
        }
    }

    [Fact]
    public async Task WhatAShellHandsOverByNumberIsRead()
    {
        byte[] clip = await File.ReadAllBytesAsync(Clip(), Cancellation);
        await using AnonymousPipeServerStream shell = new(PipeDirection.Out);
        using SafePipeHandle end = shell.ClientSafePipeHandle;
        Task<MediaInfo> probing = Converter.ProbeAsync(MediaLocation.FromPath($"/dev/fd/{shell.GetClientHandleAsString()}"), null, Cancellation);
        await shell.WriteAsync(clip, Cancellation);
        await shell.DisposeAsync();

        MediaInfo media = await probing;
        Assert.Equal((64, (long?)clip.Length), (media.Video.StoredWidth, media.Bytes));
    }

    [Theory]
    [InlineData("", ErrorId.EmptySource, "closed before anything")]
    [InlineData("a text that is no video at all, and goes on for a while so that it is longer than what is looked at", ErrorId.NotMedia, "not a media file")]
    [InlineData("#EXTM3U\n#EXTINF:2,\na.ts\n", ErrorId.PlaylistRefused, "playlist")]
    public async Task WhatIsNoVideoIsOneClearError(string content, string errorId, string said)
    {
        string pipe = await MakePipeAsync();
        Task writing = WriteAsync(pipe, System.Text.Encoding.UTF8.GetBytes(content));
        Converter converter = Keeping(out MediaGateway gateway);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => converter.PrepareAsync(Request(pipe, "a.gif"), null, Cancellation));

        await writing;
        Assert.Equal((errorId, FailureKind.Source), (failure.ErrorId, failure.Kind));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Contains(pipe, failure.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (gateway.Spilled.Taken, Kept.Length));
        gateway.Dispose();
    }

    [Fact]
    public async Task MoreThanMayBeKeptIsRefusedAndTheWriterLearnsOfIt()
    {
        string pipe = await MakePipeAsync();
        Task writing = WriteAsync(pipe, new byte[4 << 20]);
        Converter converter = Keeping(out MediaGateway gateway, 1 << 20);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => converter.PrepareAsync(Request(pipe, "a.gif"), null, Cancellation));

        Assert.Equal((ErrorId.SourceTooLarge, FailureKind.Source), (failure.ErrorId, failure.Kind));
        await Assert.ThrowsAnyAsync<IOException>(() => writing);
        Assert.Equal((0, 0), (gateway.Spilled.Taken, Kept.Length));
        gateway.Dispose();
    }

    [Fact]
    public async Task WaitingForAWriterCanBeCancelled()
    {
        string pipe = await MakePipeAsync();
        using CancellationTokenSource stop = new();
        Task preparing = Converter.PrepareAsync(Request(pipe, "a.gif"), null, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparing);
    }

    [Fact]
    public async Task WaitingForAWriterThatSaysNothingCanBeCancelled()
    {
        string pipe = await MakePipeAsync();
        Converter converter = Keeping(out MediaGateway gateway);
        using CancellationTokenSource stop = new();
        Task preparing = converter.PrepareAsync(Request(pipe, "a.gif"), null, stop.Token);

        // Opening waits for a reader.
        await using FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write), Cancellation);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparing);
        Assert.Equal((0, 0), (gateway.Spilled.Taken, Kept.Length));
        gateway.Dispose();
    }

    [Fact]
    public async Task DevicesAreRefusedAndAnimationsAreReadFromFiles()
    {
        ConversionException device = await Assert.ThrowsAsync<ConversionException>(() => Converter.PrepareAsync(Request("/dev/zero", "a.gif"), null, Cancellation));
        string pipe = await MakePipeAsync();
        ConversionException animation = await Assert.ThrowsAsync<ConversionException>(() => new AnimationInspector().ReadAsync(MediaLocation.FromPath(pipe), Cancellation));

        Assert.Equal((ErrorId.NotMedia, ErrorId.NotAnimation), (device.ErrorId, animation.ErrorId));
        Assert.False(PipeSource.Is(Clip()));
        Assert.False(PipeSource.Is(Folder.Path));
        Assert.False(PipeSource.Is(Folder.File("none")));
    }

    private string[] Kept => Directory.GetFileSystemEntries(Folder.File("kept"));

    // A gateway of its own, because other tests keep things too.
    private Converter Keeping(out MediaGateway gateway, long most = 1L << 30)
    {
        string folder = Directory.CreateDirectory(Folder.File("kept")).FullName;
        gateway = new MediaGateway(new GatewayOptions { SpillBytes = most });
        return new Converter(FFmpegLocator.Find(), null, gateway) { SpillFolder = folder };
    }

    private async Task<string> MakePipeAsync()
    {
        string path = Folder.File("a pipe.mp4");
        using Process make = Process.Start("mkfifo", [path]);
        await make.WaitForExitAsync(Cancellation);
        Assert.Equal(0, make.ExitCode);
        return path;
    }

    // Opening and writing wait for the reader.
    private static Task WriteAsync(string pipe, byte[] bytes) => Task.Run(async () =>
    {
        await using FileStream stream = new(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await stream.WriteAsync(bytes, Cancellation);
    });
}

using System.Runtime.CompilerServices;
using AnimatedImage.Encoding;
using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Encoding;

public sealed class EncoderProcessTests
{
    private static readonly string[] s_raw = ["-c:v", "rawvideo", "-f", "nut", "pipe:1"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OutputFormat.WebP)]
    [InlineData(OutputFormat.Apng)]
    public async Task The_source_s_failure_is_told_and_every_frame_given_back(OutputFormat format)
    {
        TestClip clip = Clip(20);
        ConversionException cause = new(ErrorId.DamagedSource, FailureKind.Source, "The source broke.");
        IFrameEncoder encoder = new EncoderCatalog(TestClip.Tools).Get(format);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => DrainAsync(encoder.EncodeAsync(BreakAt(clip, 5, cause).For(encoder, clip.Settings(format), Token), clip.Settings(format), Token)));

        Assert.Same(cause, failure);
        clip.AssertEveryFrameIsBack();
    }

    [Theory]
    [InlineData(OutputFormat.WebP)]
    [InlineData(OutputFormat.Apng)]
    public async Task No_frame_at_all_is_a_failure_of_the_source(OutputFormat format)
    {
        TestClip clip = Clip(0);
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => clip.EncodeAsync(format));
        Assert.Equal(ErrorId.ZeroDuration, failure.ErrorId);
        Assert.Equal(FailureKind.Source, failure.Kind);
    }

    [Fact]
    public async Task Cancelling_ends_the_child_and_the_reading_of_frames()
    {
        TestClip clip = Clip(3);
        using CancellationTokenSource cancellation = new();
        bool isEnded = false;
        async IAsyncEnumerable<TimedFrame> Endless([EnumeratorCancellation] CancellationToken token = default)
        {
            try
            {
                yield return clip.Take(0);
                await cancellation.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                isEnded = true;
            }
        }

        IFrameEncoder encoder = new EncoderCatalog(TestClip.Tools).Get(OutputFormat.WebP);
        EncoderSettings settings = clip.Settings(OutputFormat.WebP);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DrainAsync(encoder.EncodeAsync(Endless(Token).For(encoder, settings, Token), settings, cancellation.Token)));

        Assert.True(isEnded);
        clip.AssertEveryFrameIsBack();
    }

    [Fact]
    public async Task Disposing_half_way_ends_the_child_and_the_reading_of_frames()
    {
        TestClip clip = Clip(500);
        EncoderProcess encoder = EncoderProcess.Start(TestClip.Tools, s_raw, "the test encoder", clip.ReadAsync(Token), clip.Settings(OutputFormat.WebP), Token);
        Assert.True(await encoder.Output.ReadAsync(new byte[100], Token) > 0);
        await encoder.DisposeAsync();
        clip.AssertEveryFrameIsBack();
    }

    [Fact]
    public async Task A_child_that_fails_is_explained_even_while_the_source_is_silent()
    {
        TestClip clip = Clip(1);
        async IAsyncEnumerable<TimedFrame> Silent([EnumeratorCancellation] CancellationToken token = default)
        {
            yield return clip.Take(0);
            await Task.Delay(Timeout.Infinite, token);
        }

        await using EncoderProcess encoder = EncoderProcess.Start(
            TestClip.Tools, ["-c:v", "no_such_encoder", "-f", "nut", "pipe:1"], "the test encoder", Silent(Token), clip.Settings(OutputFormat.WebP), Token);
        Assert.Equal(0, await encoder.Output.ReadAsync(new byte[100], Token));
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(encoder.CompleteAsync);

        Assert.Equal(ErrorId.EncoderMissing, failure.ErrorId);
        Assert.Contains("no_such_encoder", failure.Log, StringComparison.Ordinal);
        clip.AssertEveryFrameIsBack();
    }

    [Fact]
    public async Task A_child_that_ends_well_too_early_is_a_failure()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The stand-in for ffmpeg is a shell script.");
            return;
        }

        using TemporaryFolder folder = new();
        string program = folder.File("ffmpeg");
        File.WriteAllText(program, "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        TestClip clip = Clip(300);

        await using EncoderProcess encoder = EncoderProcess.Start(
            TestClip.Tools with { FFmpegPath = program }, s_raw, "the test encoder", clip.ReadAsync(Token), clip.Settings(OutputFormat.WebP), Token);
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(encoder.CompleteAsync);

        Assert.Equal(ErrorId.FFmpegFailed, failure.ErrorId);
        Assert.Contains("the test encoder", failure.Message, StringComparison.Ordinal);
        clip.AssertEveryFrameIsBack();
    }

    [Fact]
    public async Task Frames_and_times_are_counted()
    {
        TestClip clip = TestClip.Moving(33, 21, [20, 1000, 65535]);
        EncoderSettings settings = clip.Settings(OutputFormat.Apng);
        await using EncoderProcess encoder = EncoderProcess.Start(TestClip.Tools, s_raw, "the test encoder", clip.ReadAsync(Token), settings, Token);
        await encoder.Output.CopyToAsync(Stream.Null, Token);
        Assert.Equal(new FedFrames(3, 66555), await encoder.CompleteAsync());
    }

    private static TestClip Clip(int frames) => TestClip.Moving(64, 48, [.. Enumerable.Repeat(40, frames)]);

    private static async IAsyncEnumerable<TimedFrame> BreakAt(TestClip clip, int index, Exception cause)
    {
        for (int at = 0; at < index; at++)
        {
            yield return clip.Take(at);
            await Task.Yield();
        }

        throw cause;
    }

    private static async Task DrainAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        await foreach (ReadOnlyMemory<byte> _ in chunks)
        {
        }
    }
}

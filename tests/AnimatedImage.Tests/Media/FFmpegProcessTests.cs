using System.Diagnostics;
using AnimatedImage.Failures;
using AnimatedImage.Media;

namespace AnimatedImage.Tests.Media;

public sealed class FFmpegProcessTests
{
    private static readonly ProcessLimits s_unlimited = new() { Memory = null };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_reach_the_child_as_they_are()
    {
        SkipOnWindows();
        string[] arguments = ["-c", "printf '%s|' \"$@\"", "sh", "a b", "it's \"quoted\"", "$(id)", "line\nbreak", "*", "", "ü😀"];
        await using FFmpegProcess child = FFmpegProcess.Start("/bin/sh", arguments, s_unlimited, Token);

        string output = await ReadAsync(child);

        await child.EnsureSuccessAsync("the shell", Token);
        Assert.Equal("a b|it's \"quoted\"|$(id)|line\nbreak|*||ü😀|", output);
    }

    [Fact]
    public async Task Bytes_pass_through_input_and_output_unchanged()
    {
        SkipOnWindows();
        byte[] bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        await using FFmpegProcess child = FFmpegProcess.Start("/bin/cat", [], ProcessLimits.Default, Token);
        using MemoryStream output = new();

        Task reading = child.Output.CopyToAsync(output, Token);
        await child.Input.WriteAsync(bytes, Token);
        child.CloseInput();
        await reading;

        await child.EnsureSuccessAsync("cat", Token);
        Assert.Equal(bytes, output.ToArray());
    }

    [Fact]
    public async Task The_child_speaks_plain_English_and_writes_no_report()
    {
        SkipOnWindows();
        await using FFmpegProcess child = FFmpegProcess.Start("/bin/sh", ["-c", "echo $LC_ALL $AV_LOG_FORCE_NOCOLOR ${FFREPORT-none}"], s_unlimited, Token);

        Assert.Equal("C 1 none\n", await ReadAsync(child));
    }

    [Fact]
    public async Task The_child_inherits_no_key_of_this_process()
    {
        SkipOnWindows();
        string[] secrets = ["AWS_SECRET_ACCESS_KEY", "AWS_CONTAINER_AUTHORIZATION_X", "OSS_ANYTHING", "PGPASSWORD", "my_api_key", "CI_JOB_TOKEN"];
        foreach (string name in secrets)
        {
            Environment.SetEnvironmentVariable(name, "hush-hush");
        }

        try
        {
            await using FFmpegProcess child = FFmpegProcess.Start("/usr/bin/env", [], s_unlimited, Token);

            string inherited = await ReadAsync(child);
            Assert.Contains("PATH=", inherited, StringComparison.Ordinal);
            Assert.DoesNotContain("hush-hush", inherited, StringComparison.Ordinal);
        }
        finally
        {
            foreach (string name in secrets)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }

    [Fact]
    public async Task Cancelling_kills_the_child_and_is_no_failure()
    {
        SkipOnWindows();
        using CancellationTokenSource cancellation = new();
        await using FFmpegProcess child = FFmpegProcess.Start("/bin/sleep", ["600"], ProcessLimits.Default, cancellation.Token);
        int id = child.Id;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => child.EnsureSuccessAsync("sleep", Token));
        AssertGone(id);
    }

    [Fact]
    public async Task Disposing_kills_the_child_and_reaps_it()
    {
        SkipOnWindows();
        FFmpegProcess child = FFmpegProcess.Start("/bin/sleep", ["600"], ProcessLimits.Default, Token);
        int id = child.Id;

        await child.DisposeAsync();
        await child.DisposeAsync();

        AssertGone(id);
    }

    [Fact]
    public async Task A_real_ffmpeg_that_never_ends_dies_with_its_token()
    {
        using CancellationTokenSource cancellation = new();
        await using FFmpegProcess child = FFmpegProcess.Start(
            FFmpegLocator.Find().FFmpegPath,
            ["-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-f", "rawvideo", "-"],
            ProcessLimits.Default,
            cancellation.Token);
        byte[] first = new byte[1000];
        await child.Output.ReadExactlyAsync(first, Token);

        await cancellation.CancelAsync();

        await child.Output.CopyToAsync(Stream.Null, Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => child.EnsureSuccessAsync("a test picture", Token));
    }

    [Fact]
    public async Task A_cancelled_token_starts_nothing()
    {
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(
            () => FFmpegProcess.Start(FFmpegLocator.Find().FFmpegPath, ["-version"], ProcessLimits.Default, cancellation.Token));
    }

    [Fact]
    public async Task Wall_time_ends_the_child()
    {
        SkipOnWindows();
        ProcessLimits limits = new() { WallTime = TimeSpan.FromMilliseconds(100) };
        await using FFmpegProcess child = FFmpegProcess.Start("/bin/sleep", ["600"], limits, Token);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => child.EnsureSuccessAsync("clip.mp4", Token));

        Assert.Equal(ErrorId.TimedOut, failure.ErrorId);
        Assert.Contains("0.1 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("clip.mp4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processor_time_ends_the_child()
    {
        SkipWithoutWrappers();
        ProcessLimits limits = new() { CpuTime = TimeSpan.FromSeconds(1), WallTime = TimeSpan.FromMinutes(1) };
        await using FFmpegProcess child = FFmpegProcess.Start(
            FFmpegLocator.Find().FFmpegPath,
            ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=640x480", "-f", "null", "-"],
            limits,
            Token);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => child.EnsureSuccessAsync("clip.mp4", Token));

        Assert.Equal(ErrorId.TimedOut, failure.ErrorId);
    }

    [Fact]
    public async Task The_memory_limit_stops_a_bomb_with_a_clear_failure()
    {
        SkipWithoutWrappers();
        using TemporaryFolder folder = new();
        string bomb = folder.File("bomb.avi");
        string ffmpeg = FFmpegLocator.Find().FFmpegPath;
        string[] make = ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "color=s=10000x10000:r=1:d=1", "-c:v", "mjpeg", bomb];
        await using (FFmpegProcess maker = FFmpegProcess.Start(ffmpeg, make, s_unlimited, Token))
        {
            await maker.EnsureSuccessAsync("the bomb", Token);
        }

        ProcessLimits limits = new() { Memory = 512L << 20, WallTime = TimeSpan.FromMinutes(1) };
        string[] open = ["-v", "error", "-nostdin", "-i", bomb, "-pix_fmt", "rgba64le", "-f", "null", "-"];
        await using FFmpegProcess child = FFmpegProcess.Start(ffmpeg, open, limits, Token);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => child.EnsureSuccessAsync("bomb.mp4", Token));

        Assert.Equal(ErrorId.OutOfMemory, failure.ErrorId);
        Assert.Contains("bomb.mp4", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Log!);
    }

    [Fact]
    public async Task Death_by_signal_is_told_as_such()
    {
        SkipOnWindows();
        await using FFmpegProcess child = FFmpegProcess.Start("/bin/sh", ["-c", "kill -KILL $$"], ProcessLimits.Default, Token);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => child.EnsureSuccessAsync("clip.mp4", Token));

        Assert.Equal((ErrorId.FFmpegKilled, FailureKind.Internal), (failure.ErrorId, failure.Kind));
    }

    [Fact]
    public async Task Writing_to_a_child_that_ended_is_an_IOException_and_closing_is_none()
    {
        SkipOnWindows();
        await using FFmpegProcess child = FFmpegProcess.Start("/bin/sh", ["-c", "echo 'Unknown encoder '\"'\"'x'\"'\" >&2; exit 1"], ProcessLimits.Default, Token);
        await child.WaitForExitAsync(Token);

        await Assert.ThrowsAnyAsync<IOException>(async () => await child.Input.WriteAsync(new byte[1_000_000], Token));
        child.CloseInput();

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => child.EnsureSuccessAsync("the encoder", Token));
        Assert.Equal(ErrorId.EncoderMissing, failure.ErrorId);
    }

    [Fact]
    public async Task A_flood_on_standard_error_neither_blocks_nor_grows()
    {
        SkipOnWindows();
        await using FFmpegProcess child = FFmpegProcess.Start(
            "/bin/sh", ["-c", "echo first >&2; head -c 5000000 /dev/zero | tr '\\0' x >&2; echo last >&2"], s_unlimited, Token);

        await child.EnsureSuccessAsync("the shell", Token);

        Assert.StartsWith("first", child.Log, StringComparison.Ordinal);
        Assert.EndsWith("last\n", child.Log, StringComparison.Ordinal);
        Assert.Contains("bytes left out]", child.Log, StringComparison.Ordinal);
        Assert.InRange(child.Log.Length, BoundedLog.HeadBytes, BoundedLog.HeadBytes + BoundedLog.TailBytes + 100);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_named()
    {
        string program = Path.Combine(Path.GetTempPath(), "no-such-ffmpeg");
        ConversionException failure = Assert.Throws<ConversionException>(() => FFmpegProcess.Start(program, [], ProcessLimits.Default, Token));
        Assert.Equal(ErrorId.FFmpegNotFound, failure.ErrorId);
        Assert.Contains(program, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_child_outlives_a_parent_that_is_killed()
    {
        SkipWithoutWrappers();
        using Process parent = ParentToKill.Start();
        int child = int.Parse((await parent.StandardOutput.ReadLineAsync(Token))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Directory.Exists($"/proc/{child}"));

        parent.Kill();
        await parent.WaitForExitAsync(Token);

        while (Directory.Exists($"/proc/{child}") && !IsZombie(child))
        {
            await Task.Delay(20, Token);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_terminal_sends_to_its_group_does_not_reach_a_child(bool isWrapped)
    {
        SkipWithoutWrappers();
        ProcessStartInfo start = new("/bin/cat", ["/proc/self/stat"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (isWrapped)
        {
            Assert.True(LinuxWrapper.TryWrap(start, ProcessLimits.Default));
        }
        else
        {
            OwnGroup.Lead(start);
        }

        using Process child = ChildLauncher.StartHere(start);
        string[] status = (await child.StandardOutput.ReadToEndAsync(Token)).Split(' ');

        // Fields 1, 5 and 6: the process leads its group, and its session.
        string id = child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal([id, id, id], [status[0], status[4], status[5]]);
    }

    [Fact]
    public async Task Perl_leads_a_child_out_of_the_group_where_there_is_no_setsid()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/perl"), "Groups are looked for in /proc, and Perl is not on every system.");
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder.File("perl"), "/usr/bin/perl");
        ProcessStartInfo start = new("/bin/sh", ["-c", "cat /proc/$$/stat; echo \"$@\"", "sh", "it's", "$(id) *"]) { RedirectStandardOutput = true };
        OwnGroup.Wrap(start, OwnGroup.FindProgram([folder.Path]));

        using Process child = ChildLauncher.StartHere(start);
        string output = await child.StandardOutput.ReadToEndAsync(Token);

        string[] status = output.Split(' ');
        string id = child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal([id, id], [status[0], status[4]]);
        Assert.EndsWith("it's $(id) *\n", output, StringComparison.Ordinal);
        Assert.Empty(OwnGroup.FindProgram([Path.Combine(folder.Path, "nothing")]));
    }

    private static async Task<string> ReadAsync(FFmpegProcess child)
    {
        using StreamReader reader = new(child.Output);
        return await reader.ReadToEndAsync(Token);
    }

    private static void AssertGone(int id) => Assert.ThrowsAny<ArgumentException>(() => Process.GetProcessById(id));

    // Who adopts orphans in a container does not always reap them.
    private static bool IsZombie(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void SkipOnWindows() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The child of this test is a program of Unix.");

    private static void SkipWithoutWrappers() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit") && File.Exists("/usr/bin/setpriv"),
            "Needs prlimit and setpriv of util-linux.");
}

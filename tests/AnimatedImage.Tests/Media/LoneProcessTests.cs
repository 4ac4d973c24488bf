using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Media;

namespace AnimatedImage.Tests.Media;

public sealed class LoneProcessTests
{
    private const string Shell = "/bin/sh";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_runs_by_itself_is_alone()
    {
        SkipWithoutProc();
        await using FFmpegProcess child = await StartAsync("/bin/cat", [], "hello\n");
        Assert.True(LoneProcess.Is(child.Id, "/bin/cat"));
    }

    [Fact]
    public async Task What_runs_another_program_than_was_started_may_start_something()
    {
        if (!OperatingSystem.IsLinux())
        {
            SkipWithoutProc();
            return;
        }

        using TemporaryFolder folder = new();
        string script = folder.File("ffmpeg");
        await File.WriteAllTextAsync(script, "#!/bin/sh\necho hello\nread line\n", Token);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using FFmpegProcess child = await StartAsync(script, [], "");
        Assert.False(LoneProcess.Is(child.Id, script));
    }

    [Fact]
    public async Task What_was_started_by_the_program_ends_with_it()
    {
        SkipWithoutProc();
        // In the background a shell gives nothing to read as 0; what reads our end as 3 waits for us.
        FFmpegProcess parent = await StartAsync(Shell, ["-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; wait"], "", out Task<string> line);
        int grandchild = int.Parse(await line, CultureInfo.InvariantCulture);
        Assert.False(LoneProcess.Is(parent.Id, Shell));

        await parent.DisposeAsync();

        while (IsRunning(grandchild))
        {
            await Task.Delay(20, Token);
        }
    }

    [Fact]
    public async Task A_process_that_has_ended_and_was_not_asked_about_yet_has_no_children()
    {
        SkipWithoutProc();
        // What sleep takes over from the shell, it does not ask about; the shell would, so the child ends only when the shell is gone.
        await using FFmpegProcess parent = await StartAsync(Shell, ["-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 3600"], "", out Task<string> line);
        int child = int.Parse(await line, CultureInfo.InvariantCulture);
        while (await File.ReadAllTextAsync($"/proc/{parent.Id}/comm", Token) != "sleep\n")
        {
            await Task.Delay(20, Token);
        }

        parent.CloseInput();
        while (IsRunning(child))
        {
            await Task.Delay(20, Token);
        }

        Assert.True(LoneProcess.Is(child, Shell));
    }

    [Fact]
    public void A_process_that_is_gone_is_not_known_to_be_alone()
    {
        SkipWithoutProc();
        using Process gone = Process.Start("/bin/true");
        gone.WaitForExit();
        Assert.False(LoneProcess.Is(gone.Id, "/bin/true"));
    }

    private static Task<FFmpegProcess> StartAsync(string program, string[] arguments, string input) => StartAsync(program, arguments, input, out _);

    /// <summary>Starts it and waits for its first line, so that the program itself runs.</summary>
    private static Task<FFmpegProcess> StartAsync(string program, string[] arguments, string input, out Task<string> line)
    {
        FFmpegProcess child = FFmpegProcess.Start(program, arguments, new ProcessLimits { Memory = null }, Token);
        child.Input.Write(System.Text.Encoding.ASCII.GetBytes(input));
        child.Input.Flush();
        Task<string> first = ReadLineAsync(child);
        line = first;
        return WaitAsync();

        async Task<FFmpegProcess> WaitAsync()
        {
            await first;
            return child;
        }
    }

    private static async Task<string> ReadLineAsync(FFmpegProcess child)
    {
        List<char> line = [];
        byte[] one = new byte[1];
        while (await child.Output.ReadAsync(one, Token) == 1 && one[0] != '\n')
        {
            line.Add((char)one[0]);
        }

        return new string([.. line]);
    }

    // Who adopts orphans in a container does not always reap them.
    private static bool IsRunning(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void SkipWithoutProc() => Assert.SkipUnless(
        File.Exists($"/proc/{Environment.ProcessId}/task/{Environment.ProcessId}/children"), "Only Linux tells the children of a process, and not every kernel does.");
}

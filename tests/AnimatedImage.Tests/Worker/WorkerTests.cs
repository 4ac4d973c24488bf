using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using AnimatedImage.Failures;
using AnimatedImage.Tests.Conversion;
using AnimatedImage.Worker;

namespace AnimatedImage.Tests.Worker;

/// <summary>The headless host: the same conversions, messages and limits without PowerShell.</summary>
public sealed class WorkerTests : ConversionBench
{
    [Fact]
    public async Task Convert_writes_the_animation_and_one_line_about_it()
    {
        (int code, string output, string error) = await RunAsync("convert", Clip(), "--format", "gif,webp", "--width", "50%", "--end-delay", "0.5");
        Assert.Equal((ExitCode.Success, ""), (code, error));
        Assert.Equal(
            [$"{Folder.File("clip.gif")}: 32×24, 10 frames, 1.5 s", $"{Folder.File("clip.webp")}: 32×24, 10 frames, 1.5 s"],
            Lines(output).Select(line => line[..line.LastIndexOf(',')]));
    }

    [Fact]
    public async Task Json_is_one_object_an_item_failures_included()
    {
        (int code, string output, string error) = await RunAsync("convert", Clip(), Folder.File("none.mp4"), "--json", "--start-time", "20%");
        Assert.Equal((ExitCode.Input, ""), (code, error));
        JsonElement[] items = [.. Lines(output).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(2, items.Length);
        Assert.Equal((8, "Gif", 0.8, 0.2), (
            items[0].GetProperty("frameCount").GetInt32(),
            items[0].GetProperty("format").GetString(),
            items[0].GetProperty("duration").GetDouble(),
            items[0].GetProperty("startTime").GetDouble()));
        Assert.Equal("20%", items[0].GetProperty("request").GetProperty("startTime").GetString());
        Assert.Equal(ErrorId.PathNotFound, items[1].GetProperty("error").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("--quality", "101", ErrorId.InvalidParameter, ExitCode.Input)]
    [InlineData("--format", "bmp", ErrorId.UnknownFormat, ExitCode.Input)]
    [InlineData("--frame-rate", "ten", ErrorId.InvalidParameter, ExitCode.Input)]
    [InlineData("--play-mode", "sideways", ErrorId.InvalidParameter, ExitCode.Input)]
    [InlineData("--start-time", "100", ErrorId.StartPastEnd, ExitCode.Input)]
    [InlineData("--destination", "{nosuch}.gif", ErrorId.UnknownVariable, ExitCode.Input)]
    public async Task A_bad_option_is_named_on_standard_error(string option, string value, string errorId, int expected)
    {
        (int code, string output, string error) = await RunAsync("convert", Clip(), option, value);
        Assert.Equal((expected, ""), (code, output));
        Assert.StartsWith($"error {errorId}: ", error, StringComparison.Ordinal);
        Assert.Equal(["clip.mp4"], Folder.Names);
    }

    [Fact]
    public async Task A_source_without_a_picture_has_an_exit_code_of_its_own()
    {
        (int code, _, string error) = await RunAsync("convert", Clip("audio.mp4", "sine=duration=1", "-c:a aac"));
        Assert.Equal(ExitCode.Source, code);
        Assert.Contains(ErrorId.NoVideoStream, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_prints_the_plan_and_writes_nothing()
    {
        (int code, string output, _) = await RunAsync("convert", Clip(), "--what-if", "--frame-rate", "5");
        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("64×48, 5 fps, 5 frames, 1 s", Assert.Single(Lines(output)), StringComparison.Ordinal);
        Assert.Equal(["clip.mp4"], Folder.Names);
    }

    [Fact]
    public async Task Negative_times_and_a_request_file_are_understood_and_options_win()
    {
        await File.WriteAllTextAsync(Folder.File("request.json"), """{"version":1,"frameRate":5,"width":"32"}""", Cancellation);
        (int code, string output, string error) = await RunAsync(
            "convert", Clip(), "--request", Folder.File("request.json"), "--start-time", "-0.6", "--frame-rate", "10");
        Assert.Equal((ExitCode.Success, ""), (code, error));
        Assert.Contains("32×24, 6 frames, 0.6 s", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sources_on_one_name_are_an_error_for_the_second()
    {
        (int code, string output, string error) = await RunAsync("convert", Clip("a.mp4"), Clip("b.mp4"), "--destination", Folder.File("out.gif"));
        Assert.Equal(ExitCode.Input, code);
        Assert.Single(Lines(output));
        Assert.Contains(ErrorId.DestinationConflict, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_tells_videos_and_animations_apart()
    {
        string clip = Clip();
        await RunAsync("convert", clip, "--play-count", "2");
        (int code, string output, _) = await RunAsync("info", clip, Folder.File("clip.gif"));
        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("mpeg4", Lines(output)[0], StringComparison.Ordinal);
        Assert.Contains("10 frames, 1 s, plays 2", Lines(output)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_ends_the_process_and_its_children_and_leaves_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Interrupts are sent with kill.");
        string clip = Clip(picture: "testsrc2=size=640x480:rate=30:duration=60", encoder: "-c:v mpeg4 -q:v 3 -t 60");
        string host = Path.Combine(AppContext.BaseDirectory, "AnimatedImage.Worker.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", host, "convert", clip, "--format", "webp,apng"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        while (Folder.Names.Count == 1 && !process.HasExited)
        {
            await Task.Delay(50, Cancellation);
        }

        // The shell's own kill: the program of that name is not on every system.
        Process.Start("sh", ["-c", $"kill -INT {process.Id}"]).WaitForExit();
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Equal(["clip.mp4"], Folder.Names);
        Assert.DoesNotContain(CommandLines(), line => line.Contains(clip, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_ffmpeg_the_error_says_how_to_get_it()
    {
        (int code, _, string error) = await RunAsync("convert", Clip(), "--ffmpeg", Folder.File("none"));
        Assert.Equal(ExitCode.Internal, code);
        Assert.Contains(ErrorId.FFmpegNotFound, error, StringComparison.Ordinal);
        Assert.Contains(Folder.File("none"), error, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        RootCommand root = new() { ConvertCommand.Create(), InfoCommand.Create() };
        int code = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Cancellation);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>What every process of this user was started with, where the system has /proc; elsewhere what ps prints.</summary>
    private static List<string> CommandLines()
    {
        if (!OperatingSystem.IsLinux())
        {
            using Process list = Process.Start(new ProcessStartInfo("ps", ["-axo", "command"]) { RedirectStandardOutput = true })!;
            return [.. list.StandardOutput.ReadToEnd().Split('\n')];
        }

        List<string> lines = [];
        foreach (Process process in Process.GetProcesses())
        {
            try
            {
                lines.Add(File.ReadAllText($"/proc/{process.Id}/cmdline").Replace('\0', ' '));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or is another user's.
            }
            finally
            {
                process.Dispose();
            }
        }

        return lines;
    }
}

using System.Diagnostics;

namespace AnimatedImage.Tests.Frames;

/// <summary>Runs the real ffmpeg and ffprobe, so that tests are judged by somebody else's code.</summary>
internal static class Ffmpeg
{
    /// <summary>Runs ffmpeg and returns what it wrote on standard output.</summary>
    public static byte[] Run(string arguments, byte[]? input = null) => Run("ffmpeg", "-v error -nostdin -y " + arguments, input);

    /// <summary>Runs ffprobe and returns the lines that it printed.</summary>
    public static string[] Probe(string arguments, byte[]? input = null) =>
        System.Text.Encoding.UTF8.GetString(Run("ffprobe", "-v error " + arguments, input))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static byte[] Run(string program, string arguments, byte[]? input)
    {
        // The tests' own arguments hold no quotes and no spaces.
        var start = new ProcessStartInfo(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task feed = Task.Run(() =>
        {
            try
            {
                using Stream stdin = process.StandardInput.BaseStream;
                stdin.Write(input ?? []);
            }
            catch (IOException)
            {
                // The program had enough.
            }
        });
        Task<string> log = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        feed.Wait();
        Assert.True(process.ExitCode == 0, $"{program} {arguments}: {log.Result}");
        return output.ToArray();
    }
}

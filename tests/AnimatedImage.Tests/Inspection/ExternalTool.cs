using System.ComponentModel;
using System.Diagnostics;

namespace AnimatedImage.Tests.Inspection;

/// <summary>Runs somebody else's program over a file; a test that needs one is skipped where it is not installed.</summary>
internal static class ExternalTool
{
    /// <summary>Runs the program and returns everything it printed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed: {output}{errors.Result}");
            return output + errors.Result;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            return "";
        }
    }
}

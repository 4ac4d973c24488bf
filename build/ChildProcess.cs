using System.ComponentModel;
using System.Diagnostics;

namespace AnimatedImage.Build;

/// <summary>Runs programs. Arguments are lists, standard input is closed, and a child that outstays its time is killed with its children.</summary>
internal static class ChildProcess
{
    /// <summary>Runs to the end with output on the console; any exit code but 0 fails the build.</summary>
    public static void Run(string program, IEnumerable<string> arguments, string? folder = null)
    {
        int? code = TryRun(program, arguments, folder);
        if (code != 0)
        {
            throw new BuildException($"{program} ended with exit code {code}.");
        }
    }

    /// <summary>Runs to the end with output on the console.</summary>
    /// <returns>The exit code, or null when the time limit passed and the process was killed.</returns>
    public static int? TryRun(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        TimeSpan? limit = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        using Process process = Start(program, arguments, folder, environment, capture: false);
        if (process.WaitForExit(limit ?? Timeout.InfiniteTimeSpan))
        {
            return process.ExitCode;
        }

        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return null;
    }

    /// <summary>Runs quietly and gives the exit code and all output; exit code -1 when the program does not exist or takes longer than the limit.</summary>
    public static (int Code, string Output) Capture(string program, IEnumerable<string> arguments, TimeSpan? limit = null)
    {
        try
        {
            using Process process = Start(program, arguments, folder: null, environment: null, capture: true);
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(limit ?? TimeSpan.FromMinutes(5)))
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"{program} took too long.");
            }

            return (process.ExitCode, output.Result + error.Result);
        }
        catch (Exception exception) when (exception is Win32Exception or BuildException)
        {
            return (-1, exception.Message);
        }
    }

    private static Process Start(
        string program,
        IEnumerable<string> arguments,
        string? folder,
        IReadOnlyDictionary<string, string>? environment,
        bool capture)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? string.Empty,
            RedirectStandardInput = true,
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception exception)
        {
            throw new BuildException($"{program} could not be started: {exception.Message}");
        }
    }
}

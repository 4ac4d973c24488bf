using System.ComponentModel;
using System.Diagnostics;

namespace AnimatedImage.TestServers;

/// <summary>Runs a program to its end.</summary>
internal static class ProcessRun
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs quietly and gives the exit code and all output; -1 when the program does not exist or takes longer than five minutes.</summary>
    public static async Task<(int Code, string Output)> CaptureAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, string input = "")
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            using CancellationTokenSource limit = new(_limit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"{program} took longer than {_limit.TotalMinutes} minutes.");
            }

            return (process.ExitCode, await output + await error);
        }
        catch (Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }
}

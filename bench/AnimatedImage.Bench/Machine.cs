using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AnimatedImage.Bench;

/// <summary>What a reader of a table has to know of the machine.</summary>
internal static class Machine
{
    public static string Describe() => $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, .NET {Environment.Version}";

    /// <summary>The processor's name, as far as the system tells.</summary>
    public static string Processor()
    {
        const string Key = "model name";
        string? line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    /// <summary>The first line that a program prints of itself.</summary>
    public static string VersionOf(string program, string argument)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string line = process.StandardOutput.ReadLine() ?? string.Empty;
            process.WaitForExit();
            return line.Split(" Copyright")[0];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchException($"{program} is not on PATH; this suite needs it.");
        }
    }
}

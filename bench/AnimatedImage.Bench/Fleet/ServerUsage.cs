using System.Globalization;

namespace AnimatedImage.Bench.Fleet;

/// <summary>Processor time of the PostgreSQL that this process has started, from /proc (Linux only).</summary>
internal static class ServerUsage
{
    // proc(5): fields of /proc/PID/stat after the name in parentheses; the kernel counts in hundredths of a second for every program.
    private const int Parent = 1;
    private const int FirstTime = 11;
    private const int Times = 4;
    private const double TicksPerSecond = 100;

    /// <summary>Seconds so far of all server processes below this one, and of those that they have outlived.</summary>
    /// <exception cref="BenchException">Another system, or no server.</exception>
    public static double CpuSeconds()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new BenchException("The server's processor time can be read on Linux only.");
        }

        Dictionary<int, (int Parent, string Name, long Ticks)> all = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) && Read(folder) is { } process)
            {
                all[id] = process;
            }
        }

        (int Parent, string Name, long Ticks)[] servers = [.. all.Values.Where(process => process.Name == "postgres" && IsOurs(all, process.Parent))];
        return servers.Length > 0 ? servers.Sum(process => process.Ticks) / TicksPerSecond : throw new BenchException("No PostgreSQL runs below this process.");
    }

    private static bool IsOurs(Dictionary<int, (int Parent, string Name, long Ticks)> all, int id)
    {
        for (; id != Environment.ProcessId; id = all[id].Parent)
        {
            if (!all.ContainsKey(id))
            {
                return false;
            }
        }

        return true;
    }

    private static (int Parent, string Name, long Ticks)? Read(string folder)
    {
        try
        {
            string line = File.ReadAllText(Path.Combine(folder, "stat"));
            int end = line.LastIndexOf(')');
            string[] fields = line[(end + 2)..].Split(' ');
            long ticks = fields.Skip(FirstTime).Take(Times).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            return (int.Parse(fields[Parent], CultureInfo.InvariantCulture), line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..end], ticks);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}

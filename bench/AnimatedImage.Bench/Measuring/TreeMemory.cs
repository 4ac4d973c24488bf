using System.Globalization;

namespace AnimatedImage.Bench.Measuring;

/// <summary>Memory of a process and all below it, from Linux' /proc: proportional set size, which counts a shared page once.</summary>
internal static class TreeMemory
{
    /// <summary>Megabytes right now; null where there is no /proc.</summary>
    public static double? Megabytes(int root)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        long kilobytes = 0;
        var open = new Stack<int>([root]);
        while (open.TryPop(out int process))
        {
            kilobytes += ProportionalKilobytes(process);
            foreach (int child in Children(process))
            {
                open.Push(child);
            }
        }

        return kilobytes / 1024.0;
    }

    private static long ProportionalKilobytes(int process)
    {
        foreach (string line in Lines($"/proc/{process}/smaps_rollup"))
        {
            if (line.StartsWith("Pss:", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(4).Trim(" kB"), CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }

    private static IEnumerable<int> Children(int process)
    {
        string[] threads;
        try
        {
            threads = Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }

        return threads
            .SelectMany(thread => Lines($"{thread}/children"))
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture));
    }

    /// <summary>The lines of a file of /proc; none when the process has ended meanwhile.</summary>
    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

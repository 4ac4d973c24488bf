using System.Globalization;

namespace AnimatedImage.Bench.Measuring;

/// <summary>
/// Memory of a process and all below it, from Linux' /proc: proportional set size, which counts a shared page once. A child between fork
/// and exec is left out: it still runs in its parent's memory, which would be counted twice.
/// </summary>
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
        var open = new Stack<(int Process, string? Parent)>([(root, null)]);
        while (open.TryPop(out (int Process, string? Parent) next))
        {
            // Asked for first: one that still is its parent now may be another when it is measured.
            string? program = Program(next.Process);
            kilobytes += program is null || program == next.Parent ? 0 : ProportionalKilobytes(next.Process);
            foreach (int child in Children(next.Process))
            {
                open.Push((child, program));
            }
        }

        return kilobytes / 1024.0;
    }

    /// <summary>
    /// What tells a program that was begun from others: its file, and where its stack begins, which exec chooses at random (field 28 of
    /// <c>stat</c>, counted from the name's end because that may hold spaces). Null when it has ended or may not be looked at.
    /// </summary>
    private static string? Program(int process)
    {
        const int StartOfStack = 28 - 3;
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return $"{new FileInfo($"/proc/{process}/exe").LinkTarget} {stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartOfStack]}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
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
        catch (IOException)
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

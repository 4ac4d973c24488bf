using System.Globalization;

namespace AnimatedImage.Media;

/// <summary>
/// Tells which children can be killed without looking for children of theirs: the base library finds those by reading about every
/// process and thread of the machine, which takes longer than a short clip takes to decode.
/// </summary>
internal static class LoneProcess
{
    // PF_EXITING of the kernel's sched.h.
    private const ulong Exiting = 4;

    // A program that comes to its end lets its threads end one by one.
    private const int Looks = 8;

    /// <summary>
    /// True when the process runs this program itself, no script or wrapper before it that could be about to start something, and has
    /// started nothing, or has ended: what it started is then no longer its own. False where that cannot be seen; only Linux shows it.
    /// </summary>
    /// <param name="process">Its id.</param>
    /// <param name="program">The program's full path.</param>
    public static bool Is(int process, string program)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        for (int look = 0; look < Looks; look++)
        {
            try
            {
                return new FileInfo($"/proc/{process}/exe").LinkTarget is { } running
                    ? running == RealPath.Of(program) && Directory.EnumerateDirectories($"/proc/{process}/task").All(HasNoChildren)
                    : IsEnding(process);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A thread of it, or all of it, ended while we looked; or this kernel does not tell.
            }
        }

        return false;
    }

    private static bool HasNoChildren(string thread) => File.ReadAllText($"{thread}/children").Length == 0;

    // The name, in parentheses, may hold any character; the state follows it, and six fields later the flags (proc(5)). A process that has
    // ended waits as a zombie to be asked about; one that is ending has given its program back, runs nothing, and may still hold what it
    // started.
    private static bool IsEnding(int process)
    {
        string status = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] == "Z"
            || ((ulong.Parse(fields[6], CultureInfo.InvariantCulture) & Exiting) != 0 && HasNoChildren($"/proc/{process}/task/{process}"));
    }
}

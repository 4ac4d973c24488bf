using System.Globalization;

namespace AnimatedImage.Media;

/// <summary>
/// Keeps <c>nice</c> in force across sessions: where Linux schedules by session (sched(7), "The autogroup feature"), a process's own
/// niceness counts within its session alone, and a child in a session of its own would take a full share beside a parent that was
/// started to take little.
/// </summary>
internal static class SessionNiceness
{
    private const string Group = "/proc/self/autogroup";

    /// <summary>0–19, how nice this process is among all; 0 where sessions do not count.</summary>
    public static int Own()
    {
        try
        {
            if (!File.Exists(Group))
            {
                return 0;
            }

            // 4711 (name) S 1 …: the niceness is the 19th field, and the name may hold spaces.
            string status = File.ReadAllText("/proc/self/stat");
            int process = int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
            int group = int.Parse(File.ReadAllText(Group).TrimEnd().Split(' ')[^1], CultureInfo.InvariantCulture);
            return Math.Max(process, group);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }

    /// <summary>What stands before a program that is to begin with its session's niceness set.</summary>
    public static string[] Wrapping(int niceness) =>
        ["/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"{{ echo {niceness} > {Group}; }} 2> /dev/null; exec \"$@\""), "sh"];
}

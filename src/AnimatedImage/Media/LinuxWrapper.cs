using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AnimatedImage.Media;

/// <summary>
/// Sets limits and the parent-death signal on Linux, and leads the child out of the terminal's reach, by util-linux's <c>prlimit</c>,
/// <c>setsid</c> and <c>setpriv</c>, which do it to themselves and then become the program: the process id stays the same. .NET offers no
/// place between fork and exec to do it in.
/// </summary>
/// <remarks>
/// The terminal sends Ctrl+C to everything in its foreground group. A worker that lets its running jobs end must not lose their children
/// by it; in a session of its own a child hears only what we tell it. <c>setsid</c> forks where it leads a group, which a child of ours
/// never does.
/// </remarks>
internal static class LinuxWrapper
{
    private static readonly Lazy<Programs?> s_programs = new(FindPrograms);

    /// <summary>True when the wrappers are here and work.</summary>
    public static bool IsAvailable => s_programs.Value is not null;

    /// <summary>Puts the wrappers before the program; false where they are missing (a slim container, BusyBox).</summary>
    public static bool TryWrap(ProcessStartInfo start, ProcessLimits limits)
    {
        if (s_programs.Value is not { } programs)
        {
            return false;
        }

        OwnGroup.Wrap(start, Wrapping(programs, limits));
        if (limits.Memory is not null)
        {
            // glibc reserves 64 MiB of address space for the arena of every thread; on machines with many cores that alone
            // would use the limit up.
            start.Environment["MALLOC_ARENA_MAX"] = "4";
        }

        return true;
    }

    private static IEnumerable<string> Wrapping(Programs programs, ProcessLimits limits)
    {
        yield return programs.Prlimit;
        if (limits.Memory is { } memory)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"--as={memory}");
        }

        if (limits.CpuTime is { } time)
        {
            // At the soft limit the program gets SIGXCPU, which tells a time limit from any other kill; five seconds later SIGKILL.
            long seconds = Math.Max(1, (long)Math.Ceiling(time.TotalSeconds));
            yield return string.Create(CultureInfo.InvariantCulture, $"--cpu={seconds}:{seconds + 5}");
        }

        yield return "--core=0";
        yield return "--";
        yield return programs.Setsid;
        yield return programs.Setpriv;
        yield return "--pdeathsig";
        yield return "KILL";
        yield return "--";
        if (SessionNiceness.Own() is > 0 and int niceness)
        {
            foreach (string argument in SessionNiceness.Wrapping(niceness))
            {
                yield return argument;
            }
        }
    }

    private static Programs? FindPrograms()
    {
        string[] folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];
        string? Find(string name) => folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return Find("prlimit") is { } prlimit && Find("setsid") is { } setsid && Find("setpriv") is { } setpriv
            && new Programs(prlimit, setsid, setpriv) is var programs && Works(programs) ? programs : null;
    }

    // Tried once: versions before 2.33 know no --pdeathsig, and a sandbox may refuse the calls.
    private static bool Works(Programs programs)
    {
        ProcessLimits limits = new() { CpuTime = TimeSpan.FromSeconds(10) };
        ProcessStartInfo start = new("/bin/true") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        OwnGroup.Wrap(start, Wrapping(programs, limits));
        try
        {
            using Process trial = ChildLauncher.StartHere(start);
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private sealed record Programs(string Prlimit, string Setsid, string Setpriv);
}

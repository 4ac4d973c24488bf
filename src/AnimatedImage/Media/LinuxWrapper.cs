using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AnimatedImage.Media;

/// <summary>
/// Sets limits and the parent-death signal on Linux by util-linux's <c>prlimit</c> and <c>setpriv</c>, which set them on themselves
/// and then become the program: the process id stays the same. .NET offers no place between fork and exec to do it in.
/// </summary>
internal static class LinuxWrapper
{
    private static readonly Lazy<(string Prlimit, string Setpriv)?> s_programs = new(FindPrograms);

    /// <summary>True when the wrappers are here and work.</summary>
    public static bool IsAvailable => s_programs.Value is not null;

    /// <summary>Puts the wrappers before the program; false where they are missing (a slim container, BusyBox).</summary>
    public static bool TryWrap(ProcessStartInfo start, ProcessLimits limits)
    {
        if (s_programs.Value is not { } programs)
        {
            return false;
        }

        string[] program = [start.FileName, .. start.ArgumentList];
        start.ArgumentList.Clear();
        start.FileName = programs.Prlimit;
        foreach (string argument in Wrapping(programs.Setpriv, limits).Concat(program))
        {
            start.ArgumentList.Add(argument);
        }

        if (limits.Memory is not null)
        {
            // glibc reserves 64 MiB of address space for the arena of every thread; on machines with many cores that alone
            // would use the limit up.
            start.Environment["MALLOC_ARENA_MAX"] = "4";
        }

        return true;
    }

    private static IEnumerable<string> Wrapping(string setpriv, ProcessLimits limits)
    {
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
        yield return setpriv;
        yield return "--pdeathsig";
        yield return "KILL";
        yield return "--";
    }

    private static (string Prlimit, string Setpriv)? FindPrograms()
    {
        string[] folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];
        string? Find(string name) => folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return Find("prlimit") is { } prlimit && Find("setpriv") is { } setpriv && Works(prlimit, setpriv) ? (prlimit, setpriv) : null;
    }

    // Tried once: versions before 2.33 know no --pdeathsig, and a sandbox may refuse the calls.
    private static bool Works(string prlimit, string setpriv)
    {
        ProcessLimits limits = new() { CpuTime = TimeSpan.FromSeconds(10) };
        ProcessStartInfo start = new(prlimit) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in Wrapping(setpriv, limits).Append("/bin/true"))
        {
            start.ArgumentList.Add(argument);
        }

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
}

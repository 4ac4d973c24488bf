using System.Diagnostics;

namespace AnimatedImage.Media;

/// <summary>
/// Leads a child out of the terminal's reach where <see cref="LinuxWrapper"/> cannot: by BusyBox's or util-linux's <c>setsid</c> alone, on
/// macOS by Perl, which comes with it. Windows offers it by itself.
/// </summary>
internal static class OwnGroup
{
    // The program has the same process id as Perl had; its name is given twice so that no shell comes between.
    private const string PerlScript = "setpgrp(0, 0); exec { $ARGV[0] } @ARGV; exit 127;";

    private static readonly Lazy<string[]> s_wrapping = new(() => FindProgram(["/usr/bin", "/bin", "/usr/sbin", "/sbin"]));

    /// <summary>Puts what is needed before the program; nothing where there is no such thing.</summary>
    public static void Lead(ProcessStartInfo start)
    {
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }
        else if (s_wrapping.Value is { Length: > 0 } wrapping)
        {
            Wrap(start, wrapping);
        }
    }

    /// <summary>Makes the program one that another becomes.</summary>
    public static void Wrap(ProcessStartInfo start, IEnumerable<string> wrapping)
    {
        string[] all = [.. wrapping, start.FileName, .. start.ArgumentList];
        start.FileName = all[0];
        start.ArgumentList.Clear();
        foreach (string argument in all[1..])
        {
            start.ArgumentList.Add(argument);
        }
    }

    /// <summary>What stands before the program; empty where the folders hold nothing of use.</summary>
    internal static string[] FindProgram(string[] folders)
    {
        string? Find(string name) => folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return Find("setsid") is { } setsid ? [setsid] : Find("perl") is { } perl ? [perl, "-e", PerlScript] : [];
    }
}

namespace AnimatedImage.Build.Machine;

/// <summary>Installs missing programs by the system's package manager, where that needs no question.</summary>
internal static class PackageInstaller
{
    /// <summary>Installs those that are missing, as far as possible, and tells which stay missing.</summary>
    public static IReadOnlyList<ExternalProgram> Install(IEnumerable<ExternalProgram> programs)
    {
        var missing = programs.Where(program => !program.IsInstalled).ToList();
        if (missing.Count == 0)
        {
            return missing;
        }

        Say.Step($"Installing {string.Join(", ", missing.Select(program => program.Command))}");
        if (SearchPath.Find("apt-get") is not null)
        {
            InstallByApt(missing);
        }
        else if (SearchPath.Find("brew") is not null)
        {
            Attempt("brew", ["install", .. missing.Select(program => program.Brew)]);
        }
        else if (SearchPath.Find("winget") is not null)
        {
            InstallByWinget(missing);
        }

        return missing.Where(program => !program.IsInstalled).ToList();
    }

    /// <summary>Installs one program that nothing works without.</summary>
    public static void Require(ExternalProgram program)
    {
        if (Install([program]).Count > 0)
        {
            throw new BuildException(
                $"{program.Command} was not found and could not be installed from here. Install it (Debian, Ubuntu: apt-get install {program.Apt}; "
                + $"macOS: brew install {program.Brew}; Windows: winget install {program.Winget}), open a new terminal and run this again.");
        }
    }

    private static void InstallByApt(List<ExternalProgram> missing)
    {
        string[]? prefix = Environment.IsPrivilegedProcess ? [] : ChildProcess.Capture("sudo", ["-n", "true"]).Code == 0 ? ["sudo", "-n"] : null;
        if (prefix is null)
        {
            Say.Warning("apt-get needs root, and sudo would ask for a password.");
            return;
        }

        // Debconf must not ask anything; env passes that through sudo.
        string[] aptGet = [.. prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"];
        Attempt(aptGet[0], [.. aptGet[1..], "update"]);
        string[] install = [.. aptGet[1..], "install", "--no-install-recommends"];
        if (Attempt(aptGet[0], [.. install, .. missing.Select(program => program.Apt)]) || missing.Count == 1)
        {
            return;
        }

        // One unknown package fails the whole command: take those that there are.
        foreach (ExternalProgram program in missing)
        {
            Attempt(aptGet[0], [.. install, program.Apt]);
        }
    }

    private static void InstallByWinget(IEnumerable<ExternalProgram> missing)
    {
        foreach (ExternalProgram program in missing.Where(program => program.Winget is not null))
        {
            Attempt("winget", ["install", "--exact", "--id", program.Winget!, "--accept-source-agreements", "--accept-package-agreements", "--disable-interactivity"]);
        }

        // A fresh installation reaches PATH of new terminals only; winget's links folder is where it will be.
        SearchPath.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Microsoft", "WinGet", "Links"));
    }

    private static bool Attempt(string program, IEnumerable<string> arguments) =>
        ChildProcess.TryRun(program, arguments, limit: TimeSpan.FromMinutes(20)) == 0;
}

namespace AnimatedImage.Build.Machine;

/// <summary>A pwsh that is new enough for the module.</summary>
/// <param name="Path">The program.</param>
/// <param name="Version">Its version.</param>
internal sealed record PowerShellHost(string Path, Version Version)
{
    /// <summary>Finds pwsh on PATH, or installs the .NET tool where the registry has it; null, with the reason said, when neither works.</summary>
    public static PowerShellHost? FindOrInstall(Repository repository)
    {
        var needed = Version.Parse(ModuleManifest.Read(repository.Manifest).Value("PowerShellVersion"));
        SearchPath.Add(System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools"));
        PowerShellHost? found = Find();
        if (found is null || found.Version < needed)
        {
            string verb = found is null ? "install" : "update";
            ChildProcess.Capture("dotnet", ["tool", verb, "--global", "PowerShell"], TimeSpan.FromMinutes(5));
            found = Find();
        }

        if (found is null)
        {
            Say.Line("PowerShell (pwsh) is not on PATH, and the package registry has no .NET tool of it.");
            return null;
        }

        if (found.Version < needed)
        {
            Say.Line($"{found.Path} is PowerShell {found.Version}; the module needs {needed} or later.");
            return null;
        }

        return found;
    }

    /// <summary>Runs a script file in a fresh session without profile, output on the console.</summary>
    /// <returns>The exit code, or null when the time limit passed.</returns>
    public int? RunScript(string script, IEnumerable<string> arguments, TimeSpan limit) =>
        ChildProcess.TryRun(Path, ["-NoProfile", "-NonInteractive", "-File", script, .. arguments], limit: limit);

    private static PowerShellHost? Find()
    {
        if (SearchPath.Find("pwsh") is not { } path)
        {
            return null;
        }

        // "PowerShell 7.6.5" or "PowerShell 7.7.0-preview.1".
        (int code, string output) = ChildProcess.Capture(path, ["-NoProfile", "--version"], TimeSpan.FromMinutes(1));
        string text = output.Trim().Split(' ')[^1].Split('-')[0];
        return code == 0 && Version.TryParse(text, out Version? version) ? new PowerShellHost(path, version) : null;
    }
}

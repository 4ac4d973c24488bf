namespace AnimatedImage.Build.Machine;

/// <summary>The PATH of this process and its children.</summary>
internal static class SearchPath
{
    /// <summary>The full path of a command, or null.</summary>
    public static string? Find(string command)
    {
        string[] names = OperatingSystem.IsWindows() ? [command + ".exe", command + ".cmd"] : [command];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Puts a folder at the end, for programs that were installed a moment ago.</summary>
    public static void Add(string folder) =>
        Environment.SetEnvironmentVariable("PATH", $"{Environment.GetEnvironmentVariable("PATH")}{Path.PathSeparator}{folder}");
}

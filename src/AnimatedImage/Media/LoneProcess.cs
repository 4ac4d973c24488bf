namespace AnimatedImage.Media;

/// <summary>
/// Tells which children can be killed without looking for children of theirs: the base library finds those by reading about every
/// process and thread of the machine, which takes longer than a short clip takes to decode.
/// </summary>
internal static class LoneProcess
{
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

        try
        {
            return new FileInfo($"/proc/{process}/exe").LinkTarget is not { } running ? HasEnded(process) : running == RealPath.Of(program)
                && Directory.EnumerateDirectories($"/proc/{process}/task").All(static thread => File.ReadAllText($"{thread}/children").Length == 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is ending, or this kernel does not tell.
            return false;
        }
    }

    // The name, in parentheses, may hold any character; the state follows it. A process that has ended waits as a zombie to be asked about.
    private static bool HasEnded(int process)
    {
        string status = File.ReadAllText($"/proc/{process}/stat");
        return status[(status.LastIndexOf(')') + 1)..].StartsWith(" Z", StringComparison.Ordinal);
    }
}

namespace AnimatedImage.Media;

/// <summary>
/// Tells which children can be killed without looking for children of theirs: the base library finds those by reading about every
/// process and thread of the machine, which takes longer than a short clip takes to decode.
/// </summary>
internal static class LoneProcess
{
    /// <summary>
    /// True when the process runs this program itself, no script or wrapper before it that could be about to start something, and has
    /// started nothing. False where that cannot be seen; only Linux shows it.
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
            return new FileInfo($"/proc/{process}/exe").LinkTarget == RealPath.Of(program)
                && Directory.EnumerateDirectories($"/proc/{process}/task").All(static thread => File.ReadAllText($"{thread}/children").Length == 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is ending, or this kernel does not tell.
            return false;
        }
    }
}

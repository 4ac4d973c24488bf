namespace AnimatedImage.Media;

/// <summary>Follows the links in every part of a path, like <c>realpath(3)</c>; .NET follows only the last part's.</summary>
internal static class RealPath
{
    private const int MostLinks = 40; // as Linux: ELOOP

    /// <summary>The path without links. Parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">The links form a circle.</exception>
    public static string Of(string path)
    {
        string root = Path.GetPathRoot(path)!;
        string real = root;
        Stack<string> left = Parts(path[root.Length..], new Stack<string>());
        int links = 0;
        while (left.TryPop(out string? part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? root;
                continue;
            }

            string next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"Too many links in {path}.");
            }

            string targetRoot = Path.IsPathFullyQualified(target) ? Path.GetPathRoot(target)! : string.Empty;
            real = targetRoot.Length > 0 ? targetRoot : real;
            left = Parts(target[targetRoot.Length..], left);
        }

        return real;
    }

    private static Stack<string> Parts(string path, Stack<string> left)
    {
        string[] parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (string part in parts.Reverse().Where(static part => part != "."))
        {
            left.Push(part);
        }

        return left;
    }
}

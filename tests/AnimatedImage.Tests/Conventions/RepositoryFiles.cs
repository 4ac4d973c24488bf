namespace AnimatedImage.Tests.Conventions;

/// <summary>The files of the repository that people write; never what is built.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] _builtFolders = ["artifacts", "bin", "obj", "output", "demo-output", ".git", "TestResults"];

    /// <summary>The folder with the solution, above the running tests.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes, of all files with one of these extensions.</summary>
    public static IReadOnlyList<string> All(params string[] extensions) =>
        [.. Walk(Root).Where(file => extensions.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal)];

    /// <summary>The lines of a file given from the root.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(FullPath(file));

    /// <summary>The full path of a file given from the root.</summary>
    public static string FullPath(string file) => Path.Combine(Root, file);

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateDirectories(folder)
        .Where(child => !_builtFolders.Contains(Path.GetFileName(child)))
        .SelectMany(Walk)
        .Concat(Directory.EnumerateFiles(folder).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "AnimatedImage.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("AnimatedImage.slnx was not found above the running tests.");
    }
}

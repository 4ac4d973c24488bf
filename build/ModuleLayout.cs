using AnimatedImage.Build.Help;

namespace AnimatedImage.Build;

/// <summary>
/// Puts the module together as it ships: one flat folder with the manifest, the loader script, formats, types and assemblies.
/// Files that are already right are left alone, and files that no longer belong are removed.
/// </summary>
internal static class ModuleLayout
{
    /// <summary>The projects whose assemblies ship; the cmdlets' output holds the core's assembly and every dependency.</summary>
    private static readonly string[] _projects = ["AnimatedImage", "AnimatedImage.PowerShell", "AnimatedImage.Loader"];

    /// <summary>The platforms that PowerShell 7.6 runs on.</summary>
    private static readonly string[] _platforms = ["linux-x64", "linux-arm64", "linux-arm", "linux-musl-x64", "osx-x64", "osx-arm64", "win-x64", "win-x86", "win-arm64"];

    public static void Write(Repository repository)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string moduleFolder = repository.At("module");
        foreach (string file in Directory.EnumerateFiles(moduleFolder, "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(moduleFolder, file)] = file;
        }

        foreach (string project in _projects)
        {
            string built = repository.BuiltProject(project);
            if (!Directory.Exists(built))
            {
                continue;
            }

            foreach (string file in Directory.EnumerateFiles(built, "*.dll"))
            {
                files[Path.GetFileName(file)] = file;
            }

            foreach (string platform in _platforms)
            {
                // Native libraries, where packages and our own loader look for them.
                string native = Path.Combine("runtimes", platform, "native");
                foreach (string file in Directory.Exists(Path.Combine(built, native)) ? Directory.EnumerateFiles(Path.Combine(built, native)) : [])
                {
                    files[Path.Combine(native, Path.GetFileName(file))] = file;
                }
            }
        }

        string cmdlets = Path.Combine(repository.BuiltProject("AnimatedImage.PowerShell"), "AnimatedImage.PowerShell.dll");
        if (File.Exists(cmdlets))
        {
            foreach ((string name, string file) in HelpBuilder.Build(repository, cmdlets))
            {
                files[name] = file;
            }
        }

        files["LICENSE"] = repository.At("LICENSE");
        CopyChanged(files, repository.ModuleLayout);
        RemoveOthers(files.Keys, repository.ModuleLayout);
    }

    private static void CopyChanged(SortedDictionary<string, string> files, string target)
    {
        foreach ((string name, string source) in files)
        {
            string destination = Path.Combine(target, name);
            var from = new FileInfo(source);
            var to = new FileInfo(destination);
            if (!to.Exists || to.Length != from.Length || to.LastWriteTimeUtc != from.LastWriteTimeUtc)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
                File.Copy(source, destination, overwrite: true);
                File.SetLastWriteTimeUtc(destination, from.LastWriteTimeUtc);
            }
        }
    }

    private static void RemoveOthers(IEnumerable<string> wanted, string target)
    {
        var keep = wanted.Select(name => Path.Combine(target, name)).ToHashSet(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Where(file => !keep.Contains(file)))
        {
            File.Delete(file);
        }
    }
}

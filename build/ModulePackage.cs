using System.IO.Compression;
using System.Xml.Linq;

namespace AnimatedImage.Build;

/// <summary>Describes the laid-out module as the package that the PowerShell Gallery and PSResourceGet know: the tags are their contract.</summary>
internal static class ModulePackage
{
    private static readonly XNamespace _nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    /// <summary>Zip's first day, as reproducible archives use it.</summary>
    private static readonly DateTimeOffset _zipEpoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void WriteNuspec(Repository repository, string path)
    {
        var manifest = ModuleManifest.Read(repository.Manifest);
        IReadOnlyList<string> cmdlets = manifest.Values("CmdletsToExport");
        string[] tags =
        [
            "PSModule", "PSEdition_Core", "PSIncludes_Cmdlet",
            .. cmdlets.Select(cmdlet => "PSCmdlet_" + cmdlet),
            .. cmdlets.Select(cmdlet => "PSCommand_" + cmdlet),
            .. manifest.Values("Tags"),
        ];
        var files = Directory.EnumerateFiles(repository.ModuleLayout, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(repository.ModuleLayout, file))
            .Order(StringComparer.Ordinal)
            .Select(file => new XElement(_nuspec + "file", new XAttribute("src", Path.Combine(repository.ModuleLayout, file)), new XAttribute("target", file)));
        new XDocument(
            new XElement(
                _nuspec + "package",
                new XElement(
                    _nuspec + "metadata",
                    new XElement(_nuspec + "id", "AnimatedImage"),
                    new XElement(_nuspec + "version", repository.Version),
                    new XElement(_nuspec + "authors", manifest.Value("Author")),
                    new XElement(_nuspec + "license", new XAttribute("type", "expression"), "MIT"),
                    new XElement(_nuspec + "description", manifest.Value("Description")),
                    new XElement(_nuspec + "releaseNotes", manifest.Value("ReleaseNotes")),
                    new XElement(_nuspec + "copyright", manifest.Value("Copyright")),
                    new XElement(_nuspec + "tags", string.Join(' ', tags.Distinct(StringComparer.OrdinalIgnoreCase)))),
                new XElement(_nuspec + "files", files))).Save(path);
    }

    /// <summary>Writes the archive again in name order and without the time of day, so that the same module gives the same bytes.</summary>
    public static void MakeDeterministic(string package)
    {
        string temporary = package + ".part";
        using (ZipArchive from = ZipFile.OpenRead(package))
        using (ZipArchive to = ZipFile.Open(temporary, ZipArchiveMode.Create))
        {
            foreach (ZipArchiveEntry entry in from.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                ZipArchiveEntry copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = _zipEpoch;
                using Stream source = entry.Open();
                using Stream target = copy.Open();
                source.CopyTo(target);
            }
        }

        File.Move(temporary, package, overwrite: true);
    }
}

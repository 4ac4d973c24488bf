using System.Text;

namespace AnimatedImage.Build.Help;

/// <summary>Builds the module's help from help/*.md and the compiled cmdlets, and fails where they disagree.</summary>
internal static class HelpBuilder
{
    /// <summary>Get-Help looks for this name, after the cmdlets' assembly.</summary>
    private const string HelpFile = "AnimatedImage.PowerShell.dll-Help.xml";

    /// <summary>Get-Help shows about topics as they are, in a window that may be 80 columns wide.</summary>
    private const int AboutColumns = 80;

    /// <returns>The built files by their name in the module.</returns>
    public static IReadOnlyDictionary<string, string> Build(Repository repository, string cmdletAssembly)
    {
        IReadOnlyList<CmdletDefinition> cmdlets = CmdletReader.Read(cmdletAssembly);
        var library = HelpLibrary.Read(repository.At("help"));
        string[] topics = Directory.GetFiles(repository.At("help"), "about_*.help.txt");
        string[] problems = [.. HelpCheck.Problems(library, cmdlets), .. topics.SelectMany(WideLines)];
        if (problems.Length > 0)
        {
            throw new BuildException("The help is not complete:" + string.Concat(problems.Select(problem => Environment.NewLine + "  " + problem)));
        }

        string path = Path.Combine(repository.Artifacts, HelpFile);
        string text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + MamlWriter.Write(library, cmdlets);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        var files = topics.ToDictionary(topic => Path.Combine("en-US", Path.GetFileName(topic)), StringComparer.Ordinal);
        files.Add(Path.Combine("en-US", HelpFile), path);
        return files;
    }

    private static IEnumerable<string> WideLines(string topic) => File.ReadLines(topic)
        .Select((line, index) => (line.Length, Number: index + 1))
        .Where(line => line.Length > AboutColumns)
        .Select(line => $"{Path.GetFileName(topic)} line {line.Number} has {line.Length} columns; {AboutColumns} are the most.");
}

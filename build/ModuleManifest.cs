using System.Text.RegularExpressions;

namespace AnimatedImage.Build;

/// <summary>Reads the single-quoted strings of a module manifest, so that the build does not need PowerShell.</summary>
internal sealed class ModuleManifest
{
    private readonly string _path;
    private readonly string _text;

    private ModuleManifest(string path)
    {
        _path = path;
        _text = File.ReadAllText(path);
    }

    public static ModuleManifest Read(string path) => new(path);

    /// <summary>The string of a key, which must be there.</summary>
    public string Value(string key)
    {
        Match match = Regex.Match(_text, $@"^\s*{Regex.Escape(key)}\s*=\s*'((?:[^']|'')*)'", RegexOptions.Multiline);
        return match.Success ? match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal) : throw new BuildException($"{_path} has no {key}.");
    }

    /// <summary>The strings of a key's list; empty when there is none.</summary>
    public IReadOnlyList<string> Values(string key)
    {
        Match list = Regex.Match(_text, $@"^\s*{Regex.Escape(key)}\s*=\s*@?\(?((?:\s*'[^']*'\s*,?)*)", RegexOptions.Multiline);
        return [.. Regex.Matches(list.Groups[1].Value, "'([^']*)'").Select(match => match.Groups[1].Value)];
    }
}

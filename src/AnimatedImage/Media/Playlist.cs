using System.Text.RegularExpressions;

namespace AnimatedImage.Media;

/// <summary>
/// The lines of an HLS playlist (RFC 8216) that matter for safety, read with the quirks of ffmpeg's reader: a line ends at LF, CR or
/// NUL; an attribute's value may stand without quotes.
/// </summary>
internal sealed partial class Playlist
{
    private Playlist(IReadOnlyList<string> lines) => Lines = lines;

    /// <summary>All lines that are not empty, without white space at their end.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Everything it refers to: lines that are no comment, and every attribute URI.</summary>
    public IEnumerable<string> References => Lines.SelectMany(ReferencesOf);

    /// <summary>True when it lists segments itself, false when it lists other playlists.</summary>
    public bool ListsSegments => Lines.Any(static line => line.StartsWith("#EXTINF", StringComparison.Ordinal));

    /// <summary>True when no more segments will be added.</summary>
    public bool IsFinished => Lines.Any(static line => line.StartsWith("#EXT-X-ENDLIST", StringComparison.Ordinal));

    /// <summary>Reads a playlist's text.</summary>
    public static Playlist Parse(string text) =>
        new([.. text.TrimStart('\uFEFF').Split('\n', '\r', '\0').Select(static line => line.TrimEnd()).Where(static line => line.Length > 0)]);

    /// <summary>The value of an attribute in a tag's line; null when it has none.</summary>
    public static string? Attribute(string line, string name) =>
        Attributes().Matches(line).FirstOrDefault(match => match.Groups["name"].Value == name) is { } found
            ? found.Groups["quoted"].Success ? found.Groups["quoted"].Value : found.Groups["plain"].Value
            : null;

    private static IEnumerable<string> ReferencesOf(string line) =>
        line[0] != '#' ? [line]
        : line.StartsWith("#EXT", StringComparison.Ordinal) ? Locators().Matches(line).Select(static match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["plain"].Value)
        : [];

    [GeneratedRegex("""(?:^#[^:]*:|,)\s*(?<name>[A-Z0-9-]+)=(?:"(?<quoted>[^"]*)"?|(?<plain>[^,]*))""", RegexOptions.CultureInvariant)]
    private static partial Regex Attributes();

    // Found anywhere in a tag, also inside what a stricter reader would take for another attribute's value.
    [GeneratedRegex("""URI\s*=\s*(?:"(?<quoted>[^"]*)"?|(?<plain>[^,\s]*))""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Locators();
}

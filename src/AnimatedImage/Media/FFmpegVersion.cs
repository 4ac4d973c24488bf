using System.Text.RegularExpressions;

namespace AnimatedImage.Media;

/// <summary>What <c>ffmpeg -version</c> says.</summary>
/// <param name="Text">The version as printed.</param>
/// <param name="Release">The release's number; null for development builds.</param>
/// <param name="Utilities">The version of libavutil, which development builds have too; null when it was not printed.</param>
internal sealed partial record FFmpegVersion(string Text, Version? Release, Version? Utilities)
{
    /// <summary>Reads the program's answer; a text that is none gives <c>unknown</c>.</summary>
    public static FFmpegVersion Parse(string answer)
    {
        Match first = FirstLine().Match(answer);
        string text = first.Success ? first.Groups["text"].Value : "unknown";
        // n8.0 is a release tag; N-112233-gabcdef counts commits of the development branch.
        Match release = ReleaseNumber().Match(text);
        Match library = UtilitiesLine().Match(answer);
        return new FFmpegVersion(
            text,
            release.Success ? Version.Parse(release.Groups["number"].Value) : null,
            library.Success ? Version.Parse($"{library.Groups["major"].Value}.{library.Groups["minor"].Value}") : null);
    }

    [GeneratedRegex(@"^\s*ff\w+ version (?<text>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"^n?(?<number>\d{1,3}\.\d{1,3}(\.\d{1,3})?)(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex ReleaseNumber();

    [GeneratedRegex(@"^libavutil\s+(?<major>\d{1,4})\.\s*(?<minor>\d{1,4})\.", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex UtilitiesLine();
}

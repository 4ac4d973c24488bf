using System.Text.RegularExpressions;

namespace AnimatedImage.Build.Help;

/// <summary>
/// The authored help. A page is help/&lt;Cmdlet&gt;.md: a first-level heading with the cmdlet's name, the synopsis under it, then the
/// second-level sections Description, Parameters (optional), Examples, Inputs, Outputs, Notes and Links. A parameter is a heading
/// with its name and a last line "Default: …"; texts that several cmdlets share stand in help/Parameters.md.
/// </summary>
internal sealed partial class HelpLibrary
{
    public const string SharedFile = "Parameters.md";

    private HelpLibrary(IReadOnlyList<HelpPage> pages, IReadOnlyDictionary<string, ParameterText> shared)
    {
        Pages = pages;
        Shared = shared;
    }

    public IReadOnlyList<HelpPage> Pages { get; }

    /// <summary>Texts of parameters that several cmdlets have.</summary>
    public IReadOnlyDictionary<string, ParameterText> Shared { get; }

    public static HelpLibrary Read(string folder)
    {
        var pages = Directory.EnumerateFiles(folder, "*-*.md").Order(StringComparer.Ordinal).Select(ReadPage).ToList();
        return new HelpLibrary(pages, ReadParameters(MarkdownSection.Read(Path.Combine(folder, SharedFile))));
    }

    /// <summary>The text for a cmdlet's parameter: the page's own, else the shared one, else null.</summary>
    public ParameterText? Find(HelpPage page, string parameter) =>
        page.Parameters.GetValueOrDefault(parameter) ?? Shared.GetValueOrDefault(parameter);

    private static HelpPage ReadPage(string path)
    {
        var root = MarkdownSection.Read(path);
        MarkdownSection Section(string title) => root.Child(title) ?? throw new BuildException($"{path} has no section \"{title}\".");
        return new HelpPage
        {
            Cmdlet = root.Title,
            Synopsis = string.Join(' ', root.Paragraphs()),
            Description = Section("Description").Paragraphs(),
            Parameters = root.Child("Parameters") is { } parameters ? ReadParameters(parameters) : new Dictionary<string, ParameterText>(),
            Examples = [.. Section("Examples").Children.Select(each => new HelpExample(each.Title, each.Code(), each.Paragraphs()))],
            Inputs = [.. Section("Inputs").Children.Select(each => new HelpType(each.Title, each.Paragraphs()))],
            Outputs = [.. Section("Outputs").Children.Select(each => new HelpType(each.Title, each.Paragraphs()))],
            Notes = Section("Notes").Paragraphs(),
            Links = [.. Section("Links").Lines.Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(ReadLink)],
        };
    }

    private static Dictionary<string, ParameterText> ReadParameters(MarkdownSection section)
    {
        const string defaultLine = "Default: ";
        var texts = new Dictionary<string, ParameterText>(StringComparer.OrdinalIgnoreCase);
        foreach (MarkdownSection each in section.Children)
        {
            IReadOnlyList<string> paragraphs = each.Paragraphs();
            string? value = paragraphs.LastOrDefault(paragraph => paragraph.StartsWith(defaultLine, StringComparison.Ordinal));
            texts.Add(
                each.Title.TrimStart('-'),
                new ParameterText(
                    [.. paragraphs.Where(paragraph => paragraph != value)],
                    value?[defaultLine.Length..].TrimEnd('.') ?? throw new BuildException($"The help of {each.Title} has no line \"Default: …\".")));
        }

        return texts;
    }

    private static (string Text, string Uri) ReadLink(string line)
    {
        Match link = Link().Match(line);
        return link.Success && link.Groups[2].Value.StartsWith("http", StringComparison.Ordinal)
            ? (link.Groups[1].Value, link.Groups[2].Value)
            : (link.Success ? link.Groups[1].Value : line[2..].Trim(), string.Empty);
    }

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Link();
}

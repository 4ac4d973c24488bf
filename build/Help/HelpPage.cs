namespace AnimatedImage.Build.Help;

/// <summary>One authored page, help/&lt;Cmdlet&gt;.md.</summary>
internal sealed record HelpPage
{
    public required string Cmdlet { get; init; }

    public required string Synopsis { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>The page's own texts; they win over those of help/Parameters.md.</summary>
    public required IReadOnlyDictionary<string, ParameterText> Parameters { get; init; }

    public required IReadOnlyList<HelpExample> Examples { get; init; }

    public required IReadOnlyList<HelpType> Inputs { get; init; }

    public required IReadOnlyList<HelpType> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Text and address; the address is empty for a cmdlet or a topic of this module.</summary>
    public required IReadOnlyList<(string Text, string Uri)> Links { get; init; }
}

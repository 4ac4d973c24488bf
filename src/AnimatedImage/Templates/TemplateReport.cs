using AnimatedImage.Requests;

namespace AnimatedImage.Templates;

/// <summary>What a check of a template found. Immutable.</summary>
public sealed record TemplateReport
{
    /// <summary>The template's name; null where not even that could be read.</summary>
    public string? Name { get; init; }

    /// <summary>The file that was checked; null for a preset and for a template given as an object.</summary>
    public string? Path { get; init; }

    /// <summary>True when the template can be used.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>Everything that is wrong, each with the parameter to change; empty when nothing is.</summary>
    public required IReadOnlyList<RequestProblem> Problems { get; init; }
}

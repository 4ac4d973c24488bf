namespace AnimatedImage.Build.Help;

/// <summary>One cmdlet, as its attributes declare it.</summary>
internal sealed record CmdletDefinition
{
    public required string Verb { get; init; }

    public required string Noun { get; init; }

    public string Name => $"{Verb}-{Noun}";

    /// <summary>In the order of declaration, base classes last; with WhatIf and Confirm where the cmdlet supports them.</summary>
    public required IReadOnlyList<CmdletParameter> Parameters { get; init; }

    /// <summary>The default set first.</summary>
    public required IReadOnlyList<string> ParameterSets { get; init; }
}

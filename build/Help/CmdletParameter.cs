namespace AnimatedImage.Build.Help;

/// <summary>One parameter, as its attributes declare it.</summary>
internal sealed record CmdletParameter
{
    /// <summary>The name PowerShell gives to "in every parameter set".</summary>
    public const string AllSets = "__AllParameterSets";

    public required string Name { get; init; }

    /// <summary>As help prints it: <c>String[]</c>, <c>Double</c>, <c>SwitchParameter</c>.</summary>
    public required string TypeName { get; init; }

    public required bool IsSwitch { get; init; }

    public required bool IsArray { get; init; }

    public required bool SupportsWildcards { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The values of an enum or a ValidateSet; empty for other types.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    public required IReadOnlyList<CmdletParameterUse> Uses { get; init; }

    /// <summary>How the parameter appears in a set, or null.</summary>
    public CmdletParameterUse? In(string set) => Uses.FirstOrDefault(use => use.Set == set) ?? Uses.FirstOrDefault(use => use.Set == AllSets);
}

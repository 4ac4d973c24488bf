namespace AnimatedImage.Requests;

/// <summary>One variable of a <see cref="DestinationPattern"/>.</summary>
/// <param name="Name">Its own name, in lower case.</param>
/// <param name="Aliases">What other services call it, in lower case.</param>
/// <param name="Meaning">What it stands for, for messages: <c>the source's name without extension</c>.</param>
/// <param name="IsFromSource">True when it differs from source to source.</param>
/// <param name="Value">Its value; null when it has none here. Takes the format after the colon, or null.</param>
internal sealed record DestinationVariable(
    string Name, string[] Aliases, string Meaning, bool IsFromSource, Func<DestinationVariables, string?, string?> Value)
{
    /// <summary>True when a format may follow the name after a colon.</summary>
    public bool TakesFormat { get; init; }
}

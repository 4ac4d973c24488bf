namespace AnimatedImage.Requests;

/// <summary>A piece of a <see cref="DestinationPattern"/>: text as it is, or a variable.</summary>
internal sealed record DestinationPart
{
    /// <summary>The text; null for a variable.</summary>
    public string? Literal { get; init; }

    /// <summary>The variable; null for a text.</summary>
    public DestinationVariable? Variable { get; init; }

    /// <summary>What follows the variable's name after a colon; null when nothing does.</summary>
    public string? Format { get; init; }
}

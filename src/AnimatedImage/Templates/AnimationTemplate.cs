using AnimatedImage.Requests;

namespace AnimatedImage.Templates;

/// <summary>A conversion request with a name: partial, so that a call adds its source and whatever it wants otherwise. Immutable.</summary>
public sealed record AnimationTemplate
{
    /// <summary>4–64 of letters, digits, <c>-</c> and <c>_</c>; compared without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, at most 1024 characters; default nothing.</summary>
    public string Description { get; init; } = "";

    /// <summary>At most 32 words to find it by, each of 1–64 characters; default none.</summary>
    public IReadOnlyList<string> Tags { get; init => field = ValueList<string>.Of(value)!; } = ValueList<string>.Of([])!;

    /// <summary>When it was made, UTC, to the second; null for a preset and before it is saved.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was last changed, UTC, to the second; null for a preset and before it is saved.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>True for a preset: it can be copied but neither changed nor removed.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>True when conversions that name no template use this one.</summary>
    public bool IsDefault { get; init; }

    /// <summary>What is asked; has no source and never <see cref="ConversionRequest.Force"/>.</summary>
    public required ConversionRequest Request { get; init; }

    /// <summary>The template's name.</summary>
    public override string ToString() => Name;
}

using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>What a conversion would make, without making it.</summary>
public sealed record ConversionEstimate
{
    /// <summary>The video.</summary>
    public required MediaLocation Source { get; init; }

    /// <summary>Where it would go.</summary>
    public required MediaLocation Destination { get; init; }

    /// <summary>The format.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Exact number of frames; with a MaxSize as exact as what will be given up.</summary>
    public required int FrameCount { get; init; }

    /// <summary>Playing time of one round.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Expected size.</summary>
    public required long EstimatedBytes { get; init; }

    /// <summary>The size is expected between this …</summary>
    public required long MinimumBytes { get; init; }

    /// <summary>… and this, nine times of ten.</summary>
    public required long MaximumBytes { get; init; }

    /// <summary>What MaxSize is expected to make of it; null without a MaxSize.</summary>
    public BudgetOutcome? Budget { get; init; }

    /// <summary>The name of the template that the request was made with; null = none.</summary>
    public string? Template { get; init; }

    /// <summary>What may surprise; full sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>
/// A conversion decided but not yet run. A source in a store stays open, for this conversion's child processes alone, until this is
/// disposed; local sources hold nothing.
/// </summary>
public sealed record PreparedConversion : IAsyncDisposable
{
    /// <summary>The request with every default filled in.</summary>
    public required ConversionRequest Request { get; init; }

    /// <summary>The name of the template that the request was made with; null = none.</summary>
    public string? Template { get; init; }

    /// <summary>The plan.</summary>
    public required ConversionPlan Plan { get; init; }

    /// <summary>Where each output of the plan goes, in the same order.</summary>
    public required IReadOnlyList<MediaLocation> Destinations { get; init; }

    /// <summary>What stands where each output goes, in the same order.</summary>
    internal IReadOnlyList<Destination> Targets { get; init; } = null!;

    /// <summary>The source, open.</summary>
    internal OpenedSource Opened { get; init; } = null!;

    /// <summary>One line for a person: <c>clip.mp4 → clip.gif, 480×270, 15 fps, 42 frames, 2.8 s, read by one decode</c>.</summary>
    /// <param name="output">Which output of the plan.</param>
    public string Describe(int output) => PlanDescription.Line(Plan, Plan.Outputs[output], Destinations[output].ToString());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Opened.DisposeAsync();
}

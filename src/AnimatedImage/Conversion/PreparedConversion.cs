using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>A conversion decided but not yet run.</summary>
public sealed record PreparedConversion
{
    /// <summary>The request with every default filled in.</summary>
    public required ConversionRequest Request { get; init; }

    /// <summary>The plan.</summary>
    public required ConversionPlan Plan { get; init; }

    /// <summary>Where each output of the plan goes, in the same order.</summary>
    public required IReadOnlyList<MediaLocation> Destinations { get; init; }

    /// <summary>One line for a person: <c>clip.mp4 → clip.gif, 480×270, 15 fps, 42 frames, 2.8 s</c>.</summary>
    /// <param name="output">Which output of the plan.</param>
    public string Describe(int output) => PlanDescription.Line(Plan, Plan.Outputs[output], Destinations[output].ToString());
}

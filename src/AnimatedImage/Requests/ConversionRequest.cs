using AnimatedImage.Storage;

namespace AnimatedImage.Requests;

/// <summary>
/// What was asked: immutable, and partial when used as a template (unset members take the defaults their docs name).
/// The same object is printed by <c>-WhatIf</c>, stored by jobs and named by templates.
/// </summary>
public sealed partial record ConversionRequest
{
    /// <summary>The video; null in a partial request.</summary>
    public MediaLocation? Source { get; init; }

    /// <summary>File, folder or name pattern with variables, as typed; null = beside the source, extension changed.</summary>
    public string? Destination { get; init; }

    /// <summary>Formats, each an output of the same decode; null = from the destination's extension, else GIF.</summary>
    public IReadOnlyList<OutputFormat>? Formats { get; init; }

    /// <summary>Which part of the source.</summary>
    public ClipRange Clip { get; init; } = new();

    /// <summary>Which frames of that part.</summary>
    public Sampling Sampling { get; init; } = new();

    /// <summary>How they play.</summary>
    public Playback Playback { get; init; } = new();

    /// <summary>How large they are.</summary>
    public FrameSize Size { get; init; } = new();

    /// <summary>How good they look.</summary>
    public PictureOptions Picture { get; init; } = new();

    /// <summary>What they may cost.</summary>
    public ConversionLimits Limits { get; init; } = new();

    /// <summary>True overwrites an existing destination; default false.</summary>
    public bool Force { get; init; }

    /// <summary>True leaves a destination alone whose content key is current; default false.</summary>
    public bool SkipExisting { get; init; }

    /// <summary>Every rule on a request that needs no source; all problems, not only the first. Empty when the request is sound.</summary>
    public IReadOnlyList<RequestProblem> Check() => throw new NotImplementedException();

    /// <summary>This request with unset members taken from <paramref name="template"/>; what is set here wins.</summary>
    public ConversionRequest Over(ConversionRequest template) => throw new NotImplementedException();
}

namespace AnimatedImage.Planning;

/// <summary>The ways of choosing frames.</summary>
public enum FrameSelectionKind
{
    /// <summary>Every frame, at its own time.</summary>
    EveryFrame,

    /// <summary>Every key frame, at its own time.</summary>
    KeyFrames,

    /// <summary>The frame that is on screen at each point of an even grid.</summary>
    Grid,
}

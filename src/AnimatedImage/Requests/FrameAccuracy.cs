namespace AnimatedImage.Requests;

/// <summary>Which frame stands for a sample.</summary>
public enum FrameAccuracy
{
    /// <summary>The frame that is on screen at the sample's time, as a decode from the beginning gives it.</summary>
    Exact,

    /// <summary>
    /// The key frame in force where samples lie at least five seconds apart: nothing between key frames is decoded. Samples closer than
    /// that stay exact, because several would show the same key frame.
    /// </summary>
    Fast,
}

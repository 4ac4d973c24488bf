namespace AnimatedImage.Planning;

/// <summary>The ways of reading a source.</summary>
public enum ReadingMode
{
    /// <summary>One decode for each part, begun at the key frame before it.</summary>
    Through,

    /// <summary>One seek for each sample, or for each group of neighbours, several at once.</summary>
    Seeks,

    /// <summary>One pass that decodes key frames only.</summary>
    KeyFrames,

    /// <summary>One decode from the very beginning, because the source cannot be sought, or not reliably.</summary>
    FromBeginning,
}

namespace AnimatedImage.Encoding.Gif;

/// <summary>When a full LZW dictionary is emptied.</summary>
internal enum ClearRule
{
    /// <summary>As soon as its strings fit less well, over a few rows: for pictures that look different in every place.</summary>
    Local,

    /// <summary>When its strings fit much worse, over many rows: for pictures where letters and shapes come again after a while.</summary>
    Patient,
}

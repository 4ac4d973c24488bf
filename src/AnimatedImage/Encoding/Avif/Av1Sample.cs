namespace AnimatedImage.Encoding.Avif;

/// <summary>What one sample holds.</summary>
/// <param name="Length">Bytes that are left of the temporal unit.</param>
/// <param name="Header">The sequence header in it; null when it has none.</param>
/// <param name="IsSync">True when decoding can begin here.</param>
internal readonly record struct Av1Sample(int Length, Av1SequenceHeader? Header, bool IsSync);

namespace AnimatedImage.Planning.Budget;

/// <summary>What a rung's file is expected to weigh, from encoding parts of the clip.</summary>
/// <param name="Rung">The rung's place in the ladder.</param>
/// <param name="Bytes">Expected bytes of the whole file; &gt; 0.</param>
public readonly record struct SizeSample(int Rung, double Bytes);

namespace AnimatedImage.Encoding.Avif;

/// <summary>An encoded AV1 stream.</summary>
/// <param name="Header">Its sequence header.</param>
/// <param name="Lengths">Bytes of each sample.</param>
/// <param name="SyncSamples">Indices of the samples at which decoding can begin; the first is 0.</param>
/// <param name="Bytes">The samples one after the other, ready to be read from the first.</param>
internal sealed record Av1Samples(Av1SequenceHeader Header, IReadOnlyList<int> Lengths, IReadOnlyList<int> SyncSamples, Stream Bytes);

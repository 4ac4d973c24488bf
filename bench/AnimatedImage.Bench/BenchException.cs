namespace AnimatedImage.Bench;

/// <summary>Something a measurement needs is missing or failed; the message says what.</summary>
internal sealed class BenchException(string message) : Exception(message);

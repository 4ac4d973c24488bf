namespace AnimatedImage.TestServers;

/// <summary>A server cannot be had on this machine; its tests are skipped with this text.</summary>
public sealed class ServerUnavailableException(string message) : Exception(message);

namespace AnimatedImage.Build;

/// <summary>A failure the person at the keyboard can act on; its message is printed and the build ends with exit code 1.</summary>
internal sealed class BuildException(string message) : Exception(message);

namespace AnimatedImage.Build.Help;

/// <summary>What the help says of one parameter.</summary>
/// <param name="Paragraphs">The text.</param>
/// <param name="Default">What holds when the parameter is not given, as its "Default:" line says.</param>
internal sealed record ParameterText(IReadOnlyList<string> Paragraphs, string Default);

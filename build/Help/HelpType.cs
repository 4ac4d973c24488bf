namespace AnimatedImage.Build.Help;

/// <summary>A type that goes into or comes out of a cmdlet.</summary>
internal sealed record HelpType(string Name, IReadOnlyList<string> Paragraphs);

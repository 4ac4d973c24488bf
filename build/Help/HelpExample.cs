namespace AnimatedImage.Build.Help;

/// <summary>One example.</summary>
/// <param name="Title">What it is for.</param>
/// <param name="Code">What to type.</param>
/// <param name="Remarks">What it returns.</param>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);

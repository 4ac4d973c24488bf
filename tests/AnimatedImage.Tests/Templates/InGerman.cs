namespace AnimatedImage.Tests.Templates;

/// <summary>The same tests where 1.5 is written 1,5.</summary>
public static class InGerman
{
    [Culture("de-DE")]
    public sealed class Library : TemplateLibraryTests;

    [Culture("de-DE")]
    public sealed class Json : TemplateJsonTests;
}

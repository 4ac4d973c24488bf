namespace AnimatedImage.Tests.Planning;

/// <summary>The same tests where 1.5 is written 1,5.</summary>
public static class InGerman
{
    [Culture("de-DE")]
    public sealed class Windows : ClipWindowsTests;

    [Culture("de-DE")]
    public sealed class Paces : PaceTests;

    [Culture("de-DE")]
    public sealed class Sizes : ScaleRuleTests;

    [Culture("de-DE")]
    public sealed class Playbacks : PlaybackTests;

    [Culture("de-DE")]
    public sealed class Descriptions : PlanDescriptionTests;
}

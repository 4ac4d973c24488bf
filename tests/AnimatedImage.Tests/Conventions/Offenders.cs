namespace AnimatedImage.Tests.Conventions;

/// <summary>Fails with every offender on a line of its own, where an assertion of the framework would show the first few.</summary>
internal static class Offenders
{
    public static void None(IEnumerable<string> offenders)
    {
        string[] found = [.. offenders];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }
}

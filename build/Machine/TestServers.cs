namespace AnimatedImage.Build.Machine;

/// <summary>The servers that tests run against, fetched by the project that starts them.</summary>
internal static class TestServers
{
    /// <summary>Fetches them, or says loudly that their tests will be skipped.</summary>
    public static void Install(Repository repository)
    {
        string program = Path.Combine(repository.BuiltProject("AnimatedImage.TestServers"), "AnimatedImage.TestServers.dll");
        (int code, string output) = ChildProcess.Capture("dotnet", [program, "install"], TimeSpan.FromMinutes(15));
        if (code != 0)
        {
            Say.Loud($"NO OBJECT STORE TO TEST AGAINST, its tests are skipped: {output.Trim()}");
        }
    }
}

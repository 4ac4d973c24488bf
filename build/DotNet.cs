namespace AnimatedImage.Build;

/// <summary>The .NET command line, as every target uses it.</summary>
internal static class DotNet
{
    /// <summary>Tests check what ships, so there is one configuration.</summary>
    public const string Configuration = "Release";

    /// <summary>
    /// Build servers outlive the build and hold its console open, which makes a caller that waits for the end of the output
    /// wait for minutes; so nodes are not kept, and on CI the compiler is not either.
    /// </summary>
    private static readonly string[] _noServers =
        Environment.GetEnvironmentVariable("CI") is null ? ["-nodeReuse:false"] : ["-nodeReuse:false", "-p:UseSharedCompilation=false"];

    private static readonly string[] _quiet = ["--verbosity", "quiet", "--nologo", "-consoleLoggerParameters:NoSummary"];

    public static void Build(string project) =>
        ChildProcess.Run("dotnet", ["build", project, "--configuration", Configuration, .. _quiet, .. _noServers]);

    public static void Pack(string nuspec, string outputFolder) =>
        ChildProcess.Run("dotnet", ["pack", nuspec, "--output", outputFolder, .. _quiet, .. _noServers]);
}

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

    /// <summary>Restores and compiles; prints warnings and errors only, which <c>dotnet build</c> cannot be told.</summary>
    public static void Build(string project) =>
        ChildProcess.Run("dotnet", ["msbuild", project, "-restore", "-p:Configuration=" + Configuration, "-verbosity:quiet", "-nologo", .. _noServers]);

    /// <summary>Packs a nuspec; what NuGet advises to libraries is not repeated, because a module is none.</summary>
    public static void Pack(string nuspec, string outputFolder)
    {
        (int code, string output) = ChildProcess.Capture("dotnet", ["pack", nuspec, "--output", outputFolder, "--verbosity", "quiet"]);
        if (code != 0)
        {
            throw new BuildException($"dotnet pack failed:{Environment.NewLine}{output}");
        }
    }
}

using System.Reflection;
using System.Text.RegularExpressions;

namespace AnimatedImage.Build;

/// <summary>Where everything is. All paths are absolute.</summary>
internal sealed class Repository
{
    private Repository(string root)
    {
        Root = root;
        Version = ManifestValue("ModuleVersion");
    }

    public string Root { get; }

    public string Solution => At("AnimatedImage.slnx");

    /// <summary>The module's manifest: the one place that holds the version.</summary>
    public string Manifest => At("module", "AnimatedImage.psd1");

    /// <summary>The module's version, such as <c>0.1.0</c>.</summary>
    public string Version { get; }

    public string Artifacts => At("artifacts");

    public string TestResults => At("artifacts", "test-results");

    /// <summary>The folder to put on PSModulePath.</summary>
    public string Output => At("output");

    /// <summary>The module as it ships.</summary>
    public string ModuleLayout => At("output", "AnimatedImage", Version);

    public string DemoOutput => At("demo-output");

    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The folder a project builds into, in the configuration the build uses.</summary>
    public string BuiltProject(string project) => At("artifacts", "bin", project, DotNet.Configuration.ToLowerInvariant());

    /// <summary>A quoted value of the module's manifest.</summary>
    public string ManifestValue(string key)
    {
        Match match = Regex.Match(File.ReadAllText(Manifest), $@"^\s*{Regex.Escape(key)}\s*=\s*'([^']*)'", RegexOptions.Multiline);
        return match.Success ? match.Groups[1].Value : throw new BuildException($"{Manifest} has no {key}.");
    }

    /// <summary>Walks up from this program to the folder with the solution.</summary>
    public static Repository Find()
    {
        string? folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        while (folder is not null && !File.Exists(Path.Combine(folder, "AnimatedImage.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return new Repository(folder ?? throw new BuildException("AnimatedImage.slnx was not found above the build program."));
    }
}

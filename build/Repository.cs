using System.Reflection;

namespace AnimatedImage.Build;

/// <summary>Where everything is. All paths are absolute.</summary>
internal sealed class Repository
{
    private Repository(string root)
    {
        Root = root;
        Version = ModuleManifest.Read(Manifest).Value("ModuleVersion");
    }

    public string Root { get; }

    public string Solution => At("AnimatedImage.slnx");

    /// <summary>The module's manifest: the one place that holds the version.</summary>
    public string Manifest => At("module", "AnimatedImage.psd1");

    /// <summary>The module's version, such as <c>0.1.0</c>.</summary>
    public string Version { get; }

    public string Artifacts => At("artifacts");

    public string TestResults => At("artifacts", "test-results");

    /// <summary>Holds the module as a PSModulePath's folder would.</summary>
    public string Output => At("output");

    /// <summary>The module as it ships.</summary>
    public string ModuleLayout => At("output", "AnimatedImage", Version);

    /// <summary>What Import-Module is given.</summary>
    public string ModuleManifestShipped => Path.Combine(ModuleLayout, "AnimatedImage.psd1");

    /// <summary>What the Package target makes.</summary>
    public string Packages => At("output", "package");

    public string DemoOutput => At("demo-output");

    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The folder a project builds into, in the configuration the build uses.</summary>
    public string BuiltProject(string project) => At("artifacts", "bin", project, DotNet.Configuration.ToLowerInvariant());

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

namespace AnimatedImage.Build.Targets;

internal sealed class PackageTarget : ITarget
{
    public string Name => "Package";

    public string Usage => Name;

    public string Summary => "";

    public int Run(Repository repository, BuildArguments arguments) => throw new BuildException("Not yet.");
}

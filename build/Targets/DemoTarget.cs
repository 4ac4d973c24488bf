namespace AnimatedImage.Build.Targets;

internal sealed class DemoTarget : ITarget
{
    public string Name => "Demo";

    public string Usage => Name;

    public string Summary => "";

    public int Run(Repository repository, BuildArguments arguments) => throw new BuildException("Not yet.");
}

namespace AnimatedImage.Build.Targets;

internal sealed class BenchTarget : ITarget
{
    public string Name => "Bench";

    public string Usage => Name;

    public string Summary => "";

    public int Run(Repository repository, BuildArguments arguments) => throw new BuildException("Not yet.");
}

namespace AnimatedImage.Build.Targets;

internal sealed class BuildTarget : ITarget
{
    public string Name => "Build";

    public string Usage => Name;

    public string Summary => "compiles everything and lays out the module in output/AnimatedImage/<version>";

    public int Run(Repository repository, BuildArguments arguments)
    {
        Say.Step("Build");
        DotNet.Build(repository.Solution);
        ModuleLayout.Write(repository);
        Say.Line($"module: {repository.ModuleLayout}");
        return 0;
    }
}

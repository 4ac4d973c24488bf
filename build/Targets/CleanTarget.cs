namespace AnimatedImage.Build.Targets;

internal sealed class CleanTarget : ITarget
{
    public string Name => "Clean";

    public string Usage => Name;

    public string Summary => "removes everything that the other targets make";

    public int Run(Repository repository, BuildArguments arguments)
    {
        foreach (string folder in new[] { repository.Artifacts, repository.Output, repository.DemoOutput })
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
                Say.Line($"removed {folder}");
            }
        }

        return 0;
    }
}

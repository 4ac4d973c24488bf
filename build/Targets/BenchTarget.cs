using AnimatedImage.Build.Machine;

namespace AnimatedImage.Build.Targets;

internal sealed class BenchTarget : ITarget
{
    public string Name => "Bench";

    public string Usage => "Bench [--name SUITE,…] [--only SUITE,…] [--path CLIPS] [--runs N] [--minutes N] [--objects N]";

    public string Summary => "builds, then measures: tables in artifacts/bench";

    public int Run(Repository repository, BuildArguments arguments)
    {
        PackageInstaller.Require(ExternalProgram.FFmpeg);
        PowerShellHost.FindOrInstall(repository);
        new BuildTarget().Run(repository, arguments);
        Say.Step("Bench");
        var passed = new List<string>();
        foreach (string option in new[] { "path", "only", "runs", "minutes", "objects" })
        {
            if (arguments.Option(option) is { } value)
            {
                passed.AddRange(["--" + option, value]);
            }
        }

        if (arguments.OptionOrValue("name") is { } name)
        {
            passed.AddRange(["--name", name]);
        }

        return ChildProcess.TryRun(
            "dotnet",
            [
                Path.Combine(repository.BuiltProject("AnimatedImage.Bench"), "AnimatedImage.Bench.dll"),
                "--module", repository.ModuleManifestShipped,
                "--worker", Path.Combine(repository.BuiltProject("AnimatedImage.Worker"), "AnimatedImage.Worker.dll"),
                "--results", Path.Combine(repository.Artifacts, "bench"),
                "--documents", Path.Combine(repository.Root, "docs"),
                .. passed,
            ]) ?? 1;
    }
}

using AnimatedImage.Build.Machine;
using AnimatedImage.Build.Testing;

namespace AnimatedImage.Build.Targets;

internal sealed class TestTarget : ITarget
{
    public string Name => "Test";

    public string Usage => "Test [--filter TEXT]";

    public string Summary => "builds, then runs everything that checks the project";

    public int Run(Repository repository, BuildArguments arguments)
    {
        IReadOnlyList<ExternalProgram> missing = PackageInstaller.Install([ExternalProgram.FFmpeg, .. ExternalProgram.Judges, .. ExternalProgram.JobTests]);
        PackageInstaller.Require(ExternalProgram.FFmpeg);
        foreach (ExternalProgram program in missing)
        {
            Say.Warning($"{program.Command}, which {program.Purpose}, is not installed: the tests that need it are skipped.");
        }

        new BuildTarget().Run(repository, arguments);
        TestServers.Install(repository);

        Directory.CreateDirectory(repository.TestResults);
        string? filter = arguments.OptionOrValue("filter");
        TestCount count = new XunitSuite(repository).Run(filter) + new PesterSuite(repository).Run(filter);
        bool good = count.Failed == 0 && count.Passed > 0;
        if (count.Passed + count.Failed == 0)
        {
            Say.Failure("No test ran.");
        }

        Say.Line();
        Say.Line(count.ToString());
        return good ? 0 : 1;
    }
}

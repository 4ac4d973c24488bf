using System.Globalization;
using System.Xml.Linq;

namespace AnimatedImage.Build.Testing;

/// <summary>The xunit test projects, run by <c>dotnet test</c> and counted from the reports they write.</summary>
internal sealed class XunitSuite(Repository repository)
{
    /// <summary>A test project that runs longer hangs.</summary>
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(60);

    /// <summary>Runs every test project under tests/.</summary>
    /// <param name="filter">A <c>dotnet test</c> filter, or null for everything.</param>
    public TestCount Run(string? filter)
    {
        var count = default(TestCount);
        foreach (string project in Directory.EnumerateFiles(repository.At("tests"), "*.Tests.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            count += RunProject(project, filter);
        }

        return count;
    }

    private TestCount RunProject(string project, string? filter)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string report = Path.Combine(repository.TestResults, name + ".trx");
        File.Delete(report);
        Say.Step(name);
        string[] filterArguments = filter is null ? [] : ["--filter", filter];
        int? code = ChildProcess.TryRun(
            "dotnet",
            [
                "test", project, "--configuration", DotNet.Configuration, "--no-build", "--nologo", "--results-directory", repository.TestResults,
                "--logger", "trx;LogFileName=" + name + ".trx", "--logger", "console;verbosity=minimal", .. filterArguments,
            ],
            limit: _limit);
        TestCount count = File.Exists(report) ? Read(report) : default;
        if (code != 0 && count.Failed == 0)
        {
            Say.Failure($"{name} ended with {(code is null ? "a time-out" : $"exit code {code}")} though no test failed; counted as one failure.");
            count += TestCount.OneFailed;
        }

        return count;
    }

    private static TestCount Read(string report)
    {
        XElement counters = XDocument.Load(report).Descendants().First(element => element.Name.LocalName == "Counters");
        int Value(string attribute) => int.Parse(counters.Attribute(attribute)?.Value ?? "0", CultureInfo.InvariantCulture);
        int passed = Value("passed");
        int failed = Value("failed") + Value("error") + Value("timeout") + Value("aborted");

        // The logger counts skipped tests under no name but the total.
        return new TestCount(passed, failed, Value("total") - passed - failed);
    }
}

using System.Globalization;
using System.Text.Json;
using AnimatedImage.Build.Machine;

namespace AnimatedImage.Build.Testing;

/// <summary>
/// The Pester suite of tests/Module against the shipped layout. Every test file gets a fresh pwsh and a time limit, so that a
/// file that hangs, crashes or does not parse costs itself only and is counted as failed.
/// </summary>
internal sealed class PesterSuite(Repository repository)
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    private string Script => repository.At("build", "Testing", "Invoke-PesterFile.ps1");

    /// <param name="filter">Part of a test file's name, or null for all.</param>
    public TestCount Run(string? filter)
    {
        string folder = repository.At("tests", "Module");
        string[] files = !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*.Tests.ps1", SearchOption.AllDirectories)
                .Where(file => filter is null || Path.GetFileName(file).Contains(filter, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            return default;
        }

        Say.Step("Pester suite");
        PowerShellHost? host = PowerShellHost.FindOrInstall(repository);
        string? lacking = host is null ? "there is no PowerShell" : !HasPester(host) ? "there is no Pester 5 or later" : null;
        if (lacking is not null)
        {
            Say.Loud($"THE PESTER SUITE DID NOT RUN: {lacking} on this machine. Its {files.Length} test files are counted as skipped.");
            return new TestCount(0, 0, files.Length);
        }

        var count = default(TestCount);
        foreach (string file in files)
        {
            count += RunFile(host!, file);
        }

        return count;
    }

    private static bool HasPester(PowerShellHost host)
    {
        const string find = "if (Get-Module Pester -ListAvailable | Where-Object Version -ge ([version] '5.0')) { exit 0 } else { exit 1 }";
        const string install = "$ErrorActionPreference = 'Stop'; Install-PSResource Pester -Version '[5.0,6.0)' -TrustRepository -Quiet";
        int Ask(string command) => ChildProcess.Capture(host.Path, ["-NoProfile", "-NonInteractive", "-Command", command], TimeSpan.FromMinutes(3)).Code;
        return Ask(find) == 0 || (Ask(install) == 0 && Ask(find) == 0);
    }

    private TestCount RunFile(PowerShellHost host, string file)
    {
        string name = Path.GetFileName(file);
        string report = Path.Combine(repository.TestResults, Path.ChangeExtension(name, ".json"));
        File.Delete(report);
        Say.Line($"-- {name}");
        int? code = host.RunScript(Script, ["-File", file, "-Module", repository.ModuleLayout, "-Report", report], _limit);
        if (code is null || !File.Exists(report))
        {
            string reason = code is null
                ? string.Create(CultureInfo.InvariantCulture, $"ran longer than {_limit.TotalMinutes} minutes and was ended")
                : $"ended with exit code {code} and wrote no report";
            Say.Failure($"{name} {reason}; counted as one failure.");
            return TestCount.OneFailed;
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
        int Value(string key) => json.RootElement.GetProperty(key).GetInt32();
        var count = new TestCount(Value("passed"), Value("failed"), Value("skipped"));
        if (count.Total == 0)
        {
            Say.Failure($"{name} holds no test that ran; counted as one failure.");
            return TestCount.OneFailed;
        }

        return code == 0 || count.Failed > 0 ? count : count + TestCount.OneFailed;
    }
}

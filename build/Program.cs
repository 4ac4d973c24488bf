using AnimatedImage.Build;
using AnimatedImage.Build.Targets;

ITarget[] targets = [new CleanTarget(), new BuildTarget(), new TestTarget(), new DemoTarget(), new BenchTarget(), new PackageTarget()];

if (Console.IsOutputRedirected)
{
    // Understood by PowerShell, Pester and many others: a log file needs no escape codes.
    Environment.SetEnvironmentVariable("NO_COLOR", "1");
}

BuildArguments arguments = BuildArguments.Parse(args);
ITarget? target = Array.Find(targets, t => t.Name.Equals(arguments.Target, StringComparison.OrdinalIgnoreCase));
if (target is null)
{
    Console.WriteLine(arguments.Target is null ? "Usage: build TARGET [arguments]" : $"There is no target {arguments.Target}. The targets are:");
    Console.WriteLine();
    foreach (ITarget each in targets)
    {
        Console.WriteLine($"  {each.Usage,-52} {each.Summary}");
    }

    return arguments.Target is null ? 0 : 2;
}

try
{
    return target.Run(Repository.Find(), arguments);
}
catch (BuildException exception)
{
    Say.Failure(exception.Message);
    return 1;
}

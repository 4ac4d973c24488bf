using AnimatedImage.Bench;
using AnimatedImage.Bench.Gif;
using AnimatedImage.Bench.Storage;
using AnimatedImage.Bench.Suites;

if (args is [OwnEncoder.Command, ..])
{
    await OwnEncoder.RunAsync(args[1..]);
    return 0;
}

if (args is [SparseConversion.Command, ..])
{
    await SparseConversion.RunAsync(args[1..]);
    return 0;
}

ISuite[] suites = [new ImportSuite(), new ConvertSuite(), new GifSuite(), WarmSuite.WebP, WarmSuite.Apng, WarmSuite.Avif, new SparseSuite(), new JobSuite(), new StorageSuite(), new BudgetSuite()];
var options = BenchOptions.Parse(args);
string[] unknown = [.. options.Names.Where(name => !Array.Exists(suites, suite => suite.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"There is no suite {string.Join(", ", unknown)}. There are:");
    foreach (ISuite suite in suites)
    {
        Console.Error.WriteLine($"  {suite.Name,-10} {suite.Summary}");
    }

    return 2;
}

Directory.CreateDirectory(options.ResultFolder);
foreach (ISuite suite in suites.Where(suite => options.Names.Count == 0 || options.Names.Contains(suite.Name, StringComparer.OrdinalIgnoreCase)))
{
    Console.WriteLine($"== {suite.Name}: {suite.Summary}");
    try
    {
        BenchReport report = suite.Run(options);
        Console.WriteLine();
        Console.WriteLine(report.ToMarkdown());
        report.Save(options.ResultFolder, suite.Name);
        Console.WriteLine($"Saved as {Path.Combine(options.ResultFolder, suite.Name)}.md and .json");
    }
    catch (BenchException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}

return 0;

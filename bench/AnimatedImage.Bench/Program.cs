using AnimatedImage.Bench;
using AnimatedImage.Bench.Gif;
using AnimatedImage.Bench.Storage;
using AnimatedImage.Bench.Suites;

if (args is [OwnEncoder.Command, ..])
{
    OwnEncoder.Run(args[1..]);
    return 0;
}

if (args is [SparseConversion.Command, ..])
{
    SparseConversion.RunAsync(args[1..]).GetAwaiter().GetResult();
    return 0;
}

ISuite[] suites =
[
    new ImportSuite(), new ConvertSuite(), new GifSuite(), WarmSuite.Gif, WarmSuite.WebP, WarmSuite.Apng, WarmSuite.Avif, new OverheadSuite(), new SparseSuite(),
    new BatchSuite(), new GrowthSuite(), new JobSuite(), new FleetSuite(), new ScaleSuite(), new StorageSuite(), new BudgetSuite(),
];
var options = BenchOptions.Parse(args);
bool isDocument = options.Names is [PerformanceDocument.Name];
if (isDocument)
{
    options = options with { Names = options.Only.Count > 0 ? options.Only : PerformanceDocument.Suites };
}

string[] unknown =
[
    .. options.Names.Where(name => !Array.Exists(suites, suite => suite.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) || (isDocument && !PerformanceDocument.Holds(name))),
];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"There is no suite {string.Join(", ", unknown)}. There are:");
    foreach (ISuite suite in suites)
    {
        Console.Error.WriteLine($"  {suite.Name,-10} {suite.Summary}");
    }

    Console.Error.WriteLine($"  {PerformanceDocument.Name} those that docs/performance.md holds, or of them those named by --only, and writes them into it");

    return 2;
}

Directory.CreateDirectory(options.ResultFolder);
foreach (ISuite suite in suites.Where(suite => options.Names.Count == 0 || options.Names.Contains(suite.Name, StringComparer.OrdinalIgnoreCase)))
{
    Console.WriteLine($"== {suite.Name}: {suite.Summary}");
    try
    {
        BenchReport report = suite.Run(isDocument ? PerformanceDocument.OptionsFor(suite.Name, options) : options);
        Console.WriteLine();
        Console.WriteLine(report.ToMarkdown());
        report.Save(options.ResultFolder, suite.Name);
        Console.WriteLine($"Saved as {Path.Combine(options.ResultFolder, suite.Name)}.md and .json");
        if (isDocument)
        {
            PerformanceDocument.Put(options.DocumentFolder, suite.Name, report);
            Console.WriteLine($"Put into {Path.Combine(options.DocumentFolder, PerformanceDocument.Name)}.md");
        }
    }
    catch (BenchException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}

return 0;

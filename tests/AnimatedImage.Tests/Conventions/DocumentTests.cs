using System.Reflection;
using System.Text.RegularExpressions;
using AnimatedImage.Failures;

namespace AnimatedImage.Tests.Conventions;

/// <summary>What the documents promise is there.</summary>
public sealed partial class DocumentTests
{
    private const string About = "help/about_AnimatedImage.help.txt";

    [Fact]
    public void Links_between_files_lead_somewhere() => Offenders.None(RepositoryFiles.All(".md").SelectMany(BrokenLinks));

    [Fact]
    public void Every_error_id_is_documented_and_every_documented_one_exists()
    {
        string[] ids = [.. typeof(ErrorId).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];
        Assert.NotEmpty(ids);

        // Ids stand alone on a line, eight columns in, between the headings ERRORS and EXAMPLES.
        string[] documented =
        [
            .. RepositoryFiles.Lines(About)
                .SkipWhile(line => line != "ERRORS")
                .TakeWhile(line => line != "EXAMPLES")
                .Where(line => ErrorIdLine().IsMatch(line))
                .Select(line => line.Trim()),
        ];
        Offenders.None(ids.Except(documented).Select(id => $"{id} is missing in {About}."));
        Offenders.None(documented.Except(ids).Select(id => $"{About} documents {id}, which does not exist."));
    }

    [Fact]
    public void The_readme_names_every_package_that_ships_or_tests()
    {
        string readme = File.ReadAllText(RepositoryFiles.FullPath("README.md"));

        // Named by what they belong to: a test framework's runner and a language's runtime need no line of their own.
        string[] belongToOthers = ["Microsoft.NET.Test.Sdk", "xunit.runner.visualstudio", "FSharp.Core"];
        IEnumerable<string> packages = RepositoryFiles.Lines("Directory.Packages.props")
            .Select(line => PackageName().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Except(belongToOthers);
        Offenders.None(packages.Where(package => !readme.Contains(package, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> BrokenLinks(string file) => LinkTarget().Matches(File.ReadAllText(RepositoryFiles.FullPath(file)))
        .Select(match => match.Groups[1].Value.Split('#')[0])
        .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
        .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(RepositoryFiles.FullPath(file))!, target)))
        .Select(target => $"{file}: {target}");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex("^ {8}[A-Z][A-Za-z]+$")]
    private static partial Regex ErrorIdLine();

    [GeneratedRegex("PackageVersion Include=\"([^\"]+)\"")]
    private static partial Regex PackageName();
}

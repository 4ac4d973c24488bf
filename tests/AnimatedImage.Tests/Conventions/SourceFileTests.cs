using System.Text.RegularExpressions;

namespace AnimatedImage.Tests.Conventions;

/// <summary>What keeps the tree readable: a type a file, named after it, short, and without names that say nothing.</summary>
public sealed partial class SourceFileTests
{
    private const int MostLines = 400;

    private static readonly IReadOnlyList<string> _files = RepositoryFiles.All(".cs");

    /// <summary>Production code; tests may keep a small type beside the test that uses it.</summary>
    private static IEnumerable<string> ProductionFiles => _files.Where(file => !file.StartsWith("tests/", StringComparison.Ordinal));

    [Fact]
    public void There_are_files_to_check() => Assert.True(_files.Count > 50, $"Only {_files.Count} C# files were found.");

    [Fact]
    public void A_production_file_declares_one_type_and_bears_its_name() => Offenders.None(ProductionFiles.Where(file => !IsNamedAfterItsOneType(file)));

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Offenders.None(_files.Where(file => RepositoryFiles.Lines(file).Length > MostLines));

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Offenders.None(_files.Where(file => EmptyName().IsMatch(Path.GetFileNameWithoutExtension(file))));

    [Fact]
    public void No_file_hides_code_in_regions() =>
        Offenders.None(_files.Where(file => RepositoryFiles.Lines(file).Any(line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal))));

    [Fact]
    public void Nothing_is_left_to_do() => Offenders.None(
        RepositoryFiles.All(".cs", ".ps1", ".psm1", ".psd1", ".sh", ".csproj", ".props", ".md", ".yml")
            .SelectMany(file => RepositoryFiles.Lines(file).Where(line => LeftToDo().IsMatch(line)).Select(line => $"{file}: {line.Trim()}")));

    private static bool IsNamedAfterItsOneType(string file)
    {
        // A partial type's further files are called Type.Theme.cs.
        string name = Path.GetFileName(file).Split('.')[0];
        string[] declared = [.. RepositoryFiles.Lines(file).Select(line => TopLevelType().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];
        bool isProgram = name == "Program" && declared.Length == 0;
        return isProgram || (declared.Length == 1 && declared[0] == name);
    }

    /// <summary>Namespaces are file-scoped, so a type at the first column is a top-level one.</summary>
    [GeneratedRegex(@"^(?:(?:public|internal|file|static|abstract|sealed|partial|readonly|unsafe|ref)\s+)*(?:class|interface|enum|record\s+struct|record\s+class|record|struct|delegate\s+\S+)\s+(?<name>\w+)")]
    private static partial Regex TopLevelType();

    [GeneratedRegex("(Utils?|Utilit(y|ies)|Helpers?|Manager|Common|Misc)(?![a-z])")]
    private static partial Regex EmptyName();

    /// <summary>The marks, spelled so that this file does not hold them.</summary>
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|XX[X])\b")]
    private static partial Regex LeftToDo();
}

namespace AnimatedImage.Build.Help;

/// <summary>Compares the help with the cmdlets, both ways.</summary>
internal static class HelpCheck
{
    private const int FewestExamples = 3;

    /// <returns>One sentence a problem; none when the help is complete and true.</returns>
    public static IEnumerable<string> Problems(HelpLibrary library, IReadOnlyList<CmdletDefinition> cmdlets)
    {
        foreach (HelpPage page in library.Pages.Where(page => cmdlets.All(cmdlet => cmdlet.Name != page.Cmdlet)))
        {
            yield return $"help/{page.Cmdlet}.md documents a cmdlet that does not exist.";
        }

        foreach (CmdletDefinition cmdlet in cmdlets)
        {
            HelpPage? page = library.Pages.FirstOrDefault(page => page.Cmdlet == cmdlet.Name);
            foreach (string problem in page is null ? [$"{cmdlet.Name} has no help: help/{cmdlet.Name}.md is missing."] : PageProblems(library, page, cmdlet))
            {
                yield return problem;
            }
        }

        var used = cmdlets.SelectMany(cmdlet => cmdlet.Parameters).Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (string name in library.Shared.Keys.Where(name => !used.Contains(name)))
        {
            yield return $"help/{HelpLibrary.SharedFile} documents -{name}, which no cmdlet has.";
        }
    }

    private static IEnumerable<string> PageProblems(HelpLibrary library, HelpPage page, CmdletDefinition cmdlet)
    {
        string file = $"help/{page.Cmdlet}.md";
        if (page.Synopsis.Length == 0 || page.Description.Count == 0)
        {
            yield return $"{file} needs a synopsis and a description.";
        }

        foreach (CmdletParameter parameter in cmdlet.Parameters.Where(parameter => library.Find(page, parameter.Name) is not { Paragraphs.Count: > 0 }))
        {
            yield return $"{cmdlet.Name} -{parameter.Name} is not documented, neither in {file} nor in help/{HelpLibrary.SharedFile}.";
        }

        foreach (string name in page.Parameters.Keys.Where(name => !cmdlet.Parameters.Any(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))))
        {
            yield return $"{file} documents -{name}, which {cmdlet.Name} does not have.";
        }

        if (page.Examples.Count < FewestExamples)
        {
            yield return $"{file} has {page.Examples.Count} examples; {FewestExamples} are the least.";
        }

        foreach (HelpExample example in page.Examples.Where(example => example.Code.Length == 0 || example.Remarks.Count == 0))
        {
            yield return $"The example \"{example.Title}\" in {file} needs code and a sentence on what it returns.";
        }

        if (page.Inputs.Count == 0 || page.Outputs.Count == 0 || page.Links.Count == 0)
        {
            yield return $"{file} needs inputs, outputs and links.";
        }
    }
}

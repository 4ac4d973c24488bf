using System.Text.RegularExpressions;

namespace AnimatedImage.Build.Help;

/// <summary>A heading, what stands under it, and the headings one level below.</summary>
internal sealed partial record MarkdownSection(string Title, int Level, List<string> Lines, List<MarkdownSection> Children)
{
    /// <summary>Reads a file with one first-level heading. A line of a code block is never a heading.</summary>
    public static MarkdownSection Read(string path)
    {
        var open = new Stack<MarkdownSection>();
        MarkdownSection? root = null;
        bool inCode = false;
        foreach (string line in File.ReadLines(path))
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            Match heading = inCode ? Match.Empty : Heading().Match(line);
            if (!heading.Success)
            {
                (open.Count > 0 ? open.Peek() : throw new BuildException($"{path} does not begin with a heading.")).Lines.Add(line);
                continue;
            }

            var section = new MarkdownSection(heading.Groups[2].Value.Trim(), heading.Groups[1].Length, [], []);
            while (open.Count > 0 && open.Peek().Level >= section.Level)
            {
                open.Pop();
            }

            if (open.Count > 0)
            {
                open.Peek().Children.Add(section);
            }

            root ??= section;
            open.Push(section);
        }

        return root ?? throw new BuildException($"{path} is empty.");
    }

    /// <summary>The child with this title, or null.</summary>
    public MarkdownSection? Child(string title) => Children.Find(child => child.Title.Equals(title, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text outside code blocks: lines joined to paragraphs, list items one each, without emphasis and link syntax.</summary>
    public IReadOnlyList<string> Paragraphs()
    {
        var paragraphs = new List<string>();
        string current = string.Empty;
        void Finish()
        {
            if (current.Length > 0)
            {
                paragraphs.Add(Plain(current));
                current = string.Empty;
            }
        }

        bool inCode = false;
        foreach (string line in Lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inCode = !inCode;
                Finish();
            }
            else if (!inCode)
            {
                bool item = line.StartsWith("- ", StringComparison.Ordinal);
                if (item || line.Trim().Length == 0)
                {
                    Finish();
                }

                current = (current + " " + line.Trim()).Trim();
            }
        }

        Finish();
        return paragraphs;
    }

    /// <summary>The lines of the code blocks.</summary>
    public string Code()
    {
        var code = new List<string>();
        bool inCode = false;
        foreach (string line in Lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inCode = !inCode;
            }
            else if (inCode)
            {
                code.Add(line);
            }
        }

        return string.Join('\n', code);
    }

    private static string Plain(string text) =>
        Link().Replace(text, "$1").Replace("**", string.Empty, StringComparison.Ordinal).Replace("`", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex(@"^(#{1,4}) (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}

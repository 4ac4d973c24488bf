using AnimatedImage.Storage;

namespace AnimatedImage.Worker.Jobs;

/// <summary>A destination as typed in this folder, so that it means the same to a worker in another one.</summary>
internal static class AbsoluteDestination
{
    /// <summary>The destination with its beginning made absolute; variables stay as they are, and so does a separator at the end.</summary>
    public static string? Of(string? typed)
    {
        if (typed is null || MediaLocation.TryParseUri(typed, out _))
        {
            return typed;
        }

        // Only the part before the first variable is a path yet; {dirname} is absolute by itself.
        int variable = typed.IndexOf('{', StringComparison.Ordinal);
        int separator = variable < 0 ? typed.Length : typed.LastIndexOfAny(['/', Path.DirectorySeparatorChar], variable) + 1;
        if (separator == 0 && typed.StartsWith("{dirname}", StringComparison.OrdinalIgnoreCase))
        {
            return typed;
        }

        string start = Path.GetFullPath(separator == 0 ? "." : typed[..separator]);
        start = typed[separator..].Length > 0 && !Path.EndsInDirectorySeparator(start) ? start + Path.DirectorySeparatorChar : start;

        // A folder that exists is meant as one, and the worker may not see it.
        start = separator == typed.Length && Directory.Exists(start) && !Path.EndsInDirectorySeparator(start) ? start + Path.DirectorySeparatorChar : start;
        return start.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) + typed[separator..];
    }
}

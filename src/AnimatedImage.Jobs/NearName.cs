namespace AnimatedImage.Jobs;

/// <summary>Which name somebody may have meant.</summary>
internal static class NearName
{
    /// <summary>The known name that fewest changes of a letter lead to; null when none is near: when it takes more than a third of the letters, at least two (one in a short name) and at most three.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        int most = typed.Length < 4 ? 1 : Math.Clamp(typed.Length / 3, 2, 3);
        return known.Select(name => (Name: name, Changes: Changes(typed.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(candidate => candidate.Changes <= most)
            .OrderBy(candidate => candidate.Changes).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name).FirstOrDefault();
    }

    // Levenshtein's distance: insertions, deletions and replacements, a row at a time.
    private static int Changes(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}

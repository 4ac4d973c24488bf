namespace AnimatedImage.Requests;

/// <summary>The rule for the names of things that are kept: jobs, queues, tags, templates.</summary>
public static class ItemName
{
    /// <summary>The longest name of anything.</summary>
    public const int Longest = 64;

    /// <summary>Checks a name: letters, digits, <c>-</c> and <c>_</c>, so that it needs no quotes in any shell and stays itself in a file name.</summary>
    /// <param name="parameter">The parameter to change.</param>
    /// <param name="name">The name.</param>
    /// <param name="shortest">The fewest characters.</param>
    /// <returns>The problem, or null when the name is sound.</returns>
    public static RequestProblem? Check(string parameter, string name, int shortest = 4)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length >= shortest && name.Length <= Longest && name.All(IsAllowed)
            ? null
            : RequestProblem.Invalid(parameter, $"{parameter} is {InvalidValue.Quote(name)}; it must have {shortest} to {Longest} letters (a to z), digits, '-' and '_'.");
    }

    /// <summary>A name made of any text: what is not allowed becomes <c>-</c>, what is too long is cut, what is too short gets <c>job-</c> before it.</summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = string.Concat(text.Take(Longest).Select(character => IsAllowed(character) ? character : '-'));
        return name.Length >= 4 ? name : $"job-{name}";
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}

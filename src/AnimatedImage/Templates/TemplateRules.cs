using System.Text.RegularExpressions;
using AnimatedImage.Failures;
using AnimatedImage.Requests;

namespace AnimatedImage.Templates;

/// <summary>
/// The rules on a template: those on its name and texts, and every rule on a request that needs no source, so that a template is
/// refused when it is made and in the same words as a conversion.
/// </summary>
public static partial class TemplateRules
{
    /// <summary>Most characters of a description.</summary>
    public const int LongestDescription = 1024;

    /// <summary>Most tags of a template.</summary>
    public const int MostTags = 32;

    /// <summary>Most characters of a tag.</summary>
    public const int LongestTag = 64;

    /// <summary>Throws what is wrong with a template, everything at once; does nothing when it is sound.</summary>
    /// <exception cref="ConversionException">The first problem's <see cref="ErrorId"/>.</exception>
    public static void ThrowIfUnsound(AnimationTemplate template) => RequestProblem.ThrowAny(Check(template));

    /// <summary>Everything that is wrong with a template; empty when it is sound.</summary>
    public static IReadOnlyList<RequestProblem> Check(AnimationTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return [.. CheckName(template.Name), .. CheckTexts(template), .. CheckRequest(template.Request)];
    }

    /// <summary>True for a name that a template may have.</summary>
    public static bool IsName(string name) => !CheckName(name).Any();

    internal static IEnumerable<RequestProblem> CheckName(string name)
    {
        if (!NamePattern().IsMatch(name))
        {
            yield return Problem("Name", $"{Quote(name)} is no name for a template: it takes 4 to 64 of letters, digits, '-' and '_'.");
        }
        else if (DevicePattern().IsMatch(name))
        {
            // Templates are files, and Windows takes these names for devices whatever follows the dot.
            yield return Problem("Name", $"{Quote(name)} is no name for a template: Windows keeps it for a device.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{4,64}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^(COM|LPT)[0-9]\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DevicePattern();

    private static IEnumerable<RequestProblem> CheckTexts(AnimationTemplate template)
    {
        if (template.Description.Length > LongestDescription)
        {
            yield return Problem("Description", FormattableString.Invariant($"Description has {template.Description.Length} characters; {LongestDescription} are the most."));
        }

        if (template.Tags.Count > MostTags)
        {
            yield return Problem("Tag", FormattableString.Invariant($"There are {template.Tags.Count} tags; {MostTags} are the most."));
        }

        foreach (string tag in template.Tags.Where(tag => tag.Length is 0 or > LongestTag || tag.Any(char.IsControl) || tag.Trim() != tag))
        {
            yield return Problem("Tag", $"{Quote(tag)} is no tag: it takes 1 to 64 characters, without control characters and without spaces at its ends.");
        }

        foreach (IGrouping<string, string> same in template.Tags.GroupBy(tag => tag, StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any()))
        {
            yield return Problem("Tag", $"The tag {Quote(same.Key)} is given twice.");
        }
    }

    private static IEnumerable<RequestProblem> CheckRequest(ConversionRequest request)
    {
        if (request.Source is not null)
        {
            yield return Problem("Source", "A template holds no source: the call that uses it does.");
        }

        if (request.Force)
        {
            yield return Problem("Force", "A template cannot overwrite files: Force belongs on the call.");
        }

        foreach (RequestProblem problem in request.Check())
        {
            yield return problem;
        }
    }

    private static RequestProblem Problem(string parameter, string message) => new(ErrorId.InvalidParameter, parameter, message);

    private static string Quote(string text) =>
        $"'{string.Concat((text.Length > 80 ? text[..80] + "…" : text).Select(character => char.IsControl(character) ? '·' : character))}'";
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>
/// A destination with variables: <c>out/{name}-{width}x{height}{autoext}</c>. A variable stands in braces, in any case, with or without
/// a <c>$</c> before them; <c>{{</c> and <c>}}</c> are braces themselves. <c>{date}</c> takes a .NET date format (<c>{date:yyyy-MM-dd}</c>,
/// default <c>yyyyMMdd</c>), numbers take zeros (<c>{index:000}</c>). The spellings of other services are understood too:
/// <c>${InputName}</c>, <c>${InputPath}</c>, <c>${ext}</c>, <c>${Number}</c>, <c>${RunId}</c>, <c>{barename}</c>, <c>{format}</c>.
/// </summary>
public sealed class DestinationPattern
{
    private static readonly DestinationVariable[] Known =
    [
        new("name", ["barename", "inputname"], "the source's name without extension", true, (values, _) => FileNamePart(values.Name)),
        new("basename", [], "the source's name with extension", true, (values, _) => FileNamePart(values.BaseName)),
        new("dirname", ["inputpath"], "the source's folder", true, (values, _) => Folder(values)),
        new("bucket", [], "the source's bucket", true, (values, _) => FileNamePart(values.Bucket)),
        new("key", [], "the source's key in its bucket", true, (values, _) => values.Key is { } key ? DestinationPathPart.Key(key) : null),
        new("ext", ["format"], "the output's extension without its dot", false, (values, _) => Extension(values)),
        new("autoext", [], "the output's extension with its dot", false, (values, _) => Extension(values)),
        new("index", ["number"], "the source's number in this run", true, (values, format) => Number(values.Index, format)) { TakesFormat = true },
        new("width", [], "the output's width", false, (values, format) => Number(values.Width, format)) { TakesFormat = true },
        new("height", [], "the output's height", false, (values, format) => Number(values.Height, format)) { TakesFormat = true },
        new("template", ["definition"], "the template's name", false, (values, _) => FileNamePart(values.Template)),
        new("jobid", ["taskid"], "the job's id", true, (values, _) => FileNamePart(values.JobId)),
        new("runid", [], "the workflow run's id", false, (values, _) => FileNamePart(values.RunId)),
        new("date", [], "the time of the conversion", false, (values, format) => Date(values.Date, format)) { TakesFormat = true },
    ];

    private readonly List<DestinationPart> _parts;

    private DestinationPattern(string text, List<DestinationPart> parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>The names of all variables, without the other services' spellings.</summary>
    public static IReadOnlyList<string> VariableNames { get; } = [.. Known.Select(variable => variable.Name)];

    /// <summary>The pattern as typed.</summary>
    public string Text { get; }

    /// <summary>True when there is a variable.</summary>
    public bool HasVariables => Variables.Any();

    /// <summary>True when different sources get different names, so that many may share the pattern.</summary>
    public bool VariesBySource => Variables.Any(variable => variable.IsFromSource);

    /// <summary>True when different formats get different names, so that several may share the pattern.</summary>
    public bool VariesByFormat => Variables.Any(IsExtension);

    /// <summary>True when nothing but the plan tells the name, because the output's size is part of it.</summary>
    public bool NeedsSize => Variables.Any(variable => variable.Name is "width" or "height");

    /// <summary>The format that the pattern's own extension names (<c>out/{name}.webp</c>); null when it has none, an unknown or a variable one.</summary>
    public OutputFormat? Format => _parts is [.., { Literal: { } ending }] ? OutputFormats.FromExtension("_" + ending) : null;

    private IEnumerable<DestinationVariable> Variables => _parts.Select(part => part.Variable).OfType<DestinationVariable>();

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.UnknownVariable"/>, or <see cref="ErrorId.InvalidParameter"/> for a brace without its partner.</exception>
    public static DestinationPattern Parse(string text) => Problem(text, out DestinationPattern? pattern) is { } problem ? throw problem.ToException() : pattern!;

    /// <summary>Reads a pattern; false when it is none.</summary>
    public static bool TryParse(string? text, out DestinationPattern? pattern)
    {
        pattern = null;
        return text is not null && Problem(text, out pattern) is null;
    }

    /// <summary>The destination. Values from the source cannot lead out of the folder the pattern names: separators in them become <c>_</c>.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.UnknownVariable"/>: a variable has no value here.</exception>
    public string Expand(DestinationVariables values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var result = new StringBuilder();
        bool isEmptyFolder = false;
        foreach (DestinationPart part in _parts)
        {
            if (part.Variable is not { } variable)
            {
                // A key in no folder has no slash after its folder either.
                bool repeatsSlash = isEmptyFolder && part.Literal!.StartsWith('/') && result.Length > 0 && result[^1] == '/';
                result.Append(repeatsSlash ? part.Literal![1..] : part.Literal);
                isEmptyFolder = false;
                continue;
            }

            string value = variable.Value(values, part.Format) ?? throw new ConversionException(
                ErrorId.UnknownVariable,
                FailureKind.Input,
                $"The variable {{{variable.Name}}} of the destination {InvalidValue.Quote(Text)} stands for {variable.Meaning}, which does not exist here.",
                $"Use another variable: {List(Known.Where(other => other.Value(values, null) is not null))}.");

            // Elsewhere {autoext} follows a dot of the pattern; that one dot is enough.
            bool needsDot = variable.Name == "autoext" && (result.Length == 0 || result[^1] != '.');
            result.Append(needsDot ? "." : "").Append(value);
            isEmptyFolder = value.Length == 0;
        }

        return result.ToString();
    }

    /// <summary>The pattern with a template's name in place of its variable; what is no pattern comes back as it is.</summary>
    public static string SetTemplate(string text, string template)
    {
        if (!TryParse(text, out DestinationPattern? pattern) || !pattern!.Variables.Any(variable => variable.Name == "template"))
        {
            return text;
        }

        return string.Concat(pattern._parts.Select(part => part.Variable switch
        {
            null => part.Literal!.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
            { Name: "template" } => FileNamePart(template),
            { } variable => part.Format is null ? $"{{{variable.Name}}}" : $"{{{variable.Name}:{part.Format}}}",
        }));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static RequestProblem? Problem(string text, out DestinationPattern? pattern)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal))
        {
            return RequestProblem.Invalid("Destination", text.Contains('\0', StringComparison.Ordinal) ? "Destination holds a null character." : "Destination is empty.");
        }

        List<DestinationPart> parts = [];
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char current = text[i];
            bool isDoubled = i + 1 < text.Length && text[i + 1] == current;
            if (current is '{' or '}' && isDoubled)
            {
                literal.Append(current);
                i++;
            }
            else if (current == '}')
            {
                return RequestProblem.Invalid("Destination", $"The destination {InvalidValue.Quote(text)} closes a brace that was not opened; write }}}} for the character itself.");
            }
            else if (current == '{')
            {
                int end = text.IndexOf('}', i);
                if (end < 0)
                {
                    return RequestProblem.Invalid("Destination", $"The destination {InvalidValue.Quote(text)} does not close a brace; write {{{{ for the character itself.");
                }

                if (VariableProblem(text, text[(i + 1)..end], out DestinationPart? part) is { } problem)
                {
                    return problem;
                }

                if (literal.Length > 0)
                {
                    parts.Add(new DestinationPart { Literal = literal.ToString() });
                    literal.Clear();
                }

                parts.Add(part);
                i = end;
            }
            else if (current != '$' || !OpensVariable(text, i + 1))
            {
                literal.Append(current);
            }
        }

        if (literal.Length > 0)
        {
            parts.Add(new DestinationPart { Literal = literal.ToString() });
        }

        pattern = new DestinationPattern(text, parts);
        return null;
    }

    private static bool OpensVariable(string text, int index) =>
        index < text.Length && text[index] == '{' && !(index + 1 < text.Length && text[index + 1] == '{');

    private static RequestProblem? VariableProblem(string text, string inner, [NotNull] out DestinationPart? part)
    {
        int colon = inner.IndexOf(':', StringComparison.Ordinal);
        string name = (colon < 0 ? inner : inner[..colon]).Trim();
        string? format = colon < 0 ? null : inner[(colon + 1)..];
        DestinationVariable? variable = Known.FirstOrDefault(known => known.Aliases.Prepend(known.Name).Contains(name, StringComparer.OrdinalIgnoreCase));
        part = new DestinationPart { Variable = variable, Format = format };
        if (variable is null)
        {
            return new RequestProblem(
                ErrorId.UnknownVariable,
                "Destination",
                $"The destination {InvalidValue.Quote(text)} holds the unknown variable {{{name}}}; known are {List(Known)}. Write {{{{ and }}}} for braces themselves.");
        }

        bool isSound = format is null || (variable.TakesFormat && (variable.Name == "date" ? IsDateFormat(format) : format.Length is > 0 and < 10 && format.All(digit => digit == '0')));
        return isSound
            ? null
            : RequestProblem.Invalid("Destination", $"The variable {{{inner}}} cannot be written in that way; a date takes a format such as {{date:yyyy-MM-dd}}, a number zeros such as {{index:000}}.");
    }

    private static bool IsDateFormat(string format)
    {
        try
        {
            return DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string List(IEnumerable<DestinationVariable> variables) => string.Join(", ", variables.Select(variable => $"{{{variable.Name}}}"));

    private static bool IsExtension(DestinationVariable variable) => variable.Name is "ext" or "autoext";

    private static string? Extension(DestinationVariables values) => values.Format is { } format ? OutputFormats.ExtensionOf(format)[1..] : null;

    private static string? Number(int? value, string? format) => value?.ToString(format ?? "0", CultureInfo.InvariantCulture);

    // Colons of a time of day are no part of a file name on every system; slashes are the pattern's own and make folders.
    private static string? Date(DateTimeOffset? value, string? format) =>
        value?.ToString(format ?? "yyyyMMdd", CultureInfo.InvariantCulture).Replace(':', '-');

    private static string? FileNamePart(string? value) => value is null ? null : DestinationPathPart.FileName(value);

    private static string? Folder(DestinationVariables values) => values.DirectoryName switch
    {
        null => null,
        { } folder => values.Bucket is null ? DestinationPathPart.LocalFolder(folder) : DestinationPathPart.Key(folder),
    };
}

namespace AnimatedImage.Build;

/// <summary>What was typed: a target, <c>--option value</c> or <c>-Option value</c> pairs in any case, and loose values.</summary>
internal sealed class BuildArguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The target's name in any case; null when none was typed.</summary>
    public string? Target { get; private init; }

    /// <summary>Values that follow no option, such as the video in <c>demo clip.mp4</c>.</summary>
    public IReadOnlyList<string> Values { get; private init; } = [];

    /// <summary>The value of <c>--name</c>, or null.</summary>
    public string? Option(string name) => _options.GetValueOrDefault(name);

    /// <summary>The value of <c>--name</c>, or else the first loose value, or null.</summary>
    public string? OptionOrValue(string name) => Option(name) ?? (Values.Count > 0 ? Values[0] : null);

    public static BuildArguments Parse(IReadOnlyList<string> args)
    {
        var values = new List<string>();
        var parsed = new BuildArguments { Target = args.Count > 0 ? args[0] : null, Values = values };
        for (int i = 1; i < args.Count; i++)
        {
            string option = args[i].TrimStart('-');
            if (option.Length > 0 && option.Length < args[i].Length && i + 1 < args.Count)
            {
                parsed._options[option] = args[++i];
            }
            else
            {
                values.Add(args[i]);
            }
        }

        return parsed;
    }
}

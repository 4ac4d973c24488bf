namespace AnimatedImage.PowerShell.Completion;

/// <summary>The sixteen basic colour names of HTML 4.01, section 6.5.</summary>
internal static class ColorNames
{
    /// <summary>Name and value.</summary>
    public static (string Text, string Meaning)[] All { get; } =
    [
        ("Black", "#000000"), ("White", "#ffffff"), ("Gray", "#808080"), ("Silver", "#c0c0c0"),
        ("Red", "#ff0000"), ("Maroon", "#800000"), ("Yellow", "#ffff00"), ("Olive", "#808000"),
        ("Lime", "#00ff00"), ("Green", "#008000"), ("Aqua", "#00ffff"), ("Teal", "#008080"),
        ("Blue", "#0000ff"), ("Navy", "#000080"), ("Fuchsia", "#ff00ff"), ("Purple", "#800080"),
    ];
}

using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>What fills the bars of <see cref="ScaleType.Fill"/>: a colour (default black) or <c>Blur</c>, the picture itself enlarged and blurred.</summary>
public sealed record Padding
{
    private const string BlurName = "Blur";

    /// <summary>Black bars, the default.</summary>
    public static Padding Black { get; } = new() { Color = new RgbColor(0, 0, 0) };

    /// <summary>The picture, enlarged and blurred.</summary>
    public static Padding Blur { get; } = new();

    /// <summary>The bars' colour; null when <see cref="IsBlur"/>.</summary>
    public RgbColor? Color { get; init; }

    /// <summary>True when the bars show the picture, enlarged and blurred.</summary>
    public bool IsBlur => Color is null;

    /// <summary>Reads a colour or <c>Blur</c>.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>.</exception>
    public static Padding Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out Padding? padding)
            ? padding!
            : throw InvalidValue.Create(text, "a padding", "it is neither Blur nor a colour", $"Give Blur, #rrggbb ('#ff8000'), #rgb ('#f80') or a name: {string.Join(", ", RgbColor.Names.Keys.Order())}.");
    }

    /// <summary>Reads a colour or <c>Blur</c>; false when it is neither.</summary>
    public static bool TryParse(string? text, out Padding? padding)
    {
        bool isBlur = string.Equals(text?.Trim(), BlurName, StringComparison.OrdinalIgnoreCase);
        padding = isBlur ? Blur : RgbColor.TryParse(text, out RgbColor color) ? new Padding { Color = color } : null;
        return padding is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads as the same value.</summary>
    public override string ToString() => Color is { } color ? color.ToString() : BlurName;
}

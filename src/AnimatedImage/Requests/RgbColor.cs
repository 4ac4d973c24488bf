using System.Collections.Frozen;
using System.Globalization;
using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>
/// An opaque sRGB colour: <c>#rrggbb</c>, <c>#rgb</c>, or one of the sixteen basic HTML names (HTML 4.01, section 6.5). The <c>#</c> may
/// be left out, because a shell takes it for the start of a comment.
/// </summary>
/// <param name="Red">0–255.</param>
/// <param name="Green">0–255.</param>
/// <param name="Blue">0–255.</param>
public readonly record struct RgbColor(byte Red, byte Green, byte Blue)
{
    /// <summary>The basic names in lower case and their colours.</summary>
    public static IReadOnlyDictionary<string, RgbColor> Names { get; } = new Dictionary<string, RgbColor>(StringComparer.OrdinalIgnoreCase)
    {
        ["black"] = new(0, 0, 0),
        ["silver"] = new(192, 192, 192),
        ["gray"] = new(128, 128, 128),
        ["white"] = new(255, 255, 255),
        ["maroon"] = new(128, 0, 0),
        ["red"] = new(255, 0, 0),
        ["purple"] = new(128, 0, 128),
        ["fuchsia"] = new(255, 0, 255),
        ["green"] = new(0, 128, 0),
        ["lime"] = new(0, 255, 0),
        ["olive"] = new(128, 128, 0),
        ["yellow"] = new(255, 255, 0),
        ["navy"] = new(0, 0, 128),
        ["blue"] = new(0, 0, 255),
        ["teal"] = new(0, 128, 128),
        ["aqua"] = new(0, 255, 255),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a text as described on the type.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>.</exception>
    public static RgbColor Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out RgbColor color)
            ? color
            : throw InvalidValue.Create(text, "a colour", "it is neither a known name nor hexadecimal", $"Give #rrggbb ('#ff8000'), #rgb ('#f80') or a name: {string.Join(", ", Names.Keys.Order())}.");
    }

    /// <summary>Reads a text as described on the type; false when it is none.</summary>
    public static bool TryParse(string? text, out RgbColor color)
    {
        color = default;
        text = text?.Trim() ?? "";
        if (Names.TryGetValue(text, out color))
        {
            return true;
        }

        string digits = text.StartsWith('#') ? text[1..] : text;
        if (digits.Length == 3)
        {
            digits = string.Concat(digits.SelectMany(digit => new[] { digit, digit }));
        }

        if (digits.Length != 6 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint rgb))
        {
            return false;
        }

        color = new RgbColor((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        return true;
    }

    /// <summary><c>#rrggbb</c>.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";
}

using System.Globalization;
using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>A rectangle in pixels of the displayed source (after rotation, with square pixels): <c>x,y,w,h</c>.</summary>
/// <param name="X">Left edge, ≥ 0.</param>
/// <param name="Y">Top edge, ≥ 0.</param>
/// <param name="Width">Width, ≥ 1.</param>
/// <param name="Height">Height, ≥ 1.</param>
public sealed record CropRectangle(int X, int Y, int Width, int Height)
{
    private const string Accepted = "Give the left and top edge, the width and the height in pixels: 0,40,640,360.";

    /// <summary>Reads <c>x,y,w,h</c>.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>.</exception>
    public static CropRectangle Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Problem(text, out CropRectangle? rectangle) is { } reason ? throw InvalidValue.Create(text, "a crop rectangle", reason, Accepted) : rectangle!;
    }

    /// <summary>Reads <c>x,y,w,h</c>; false when it is none.</summary>
    public static bool TryParse(string? text, out CropRectangle? rectangle)
    {
        rectangle = null;
        return text is not null && Problem(text, out rectangle) is null;
    }

    /// <summary>The text that <see cref="Parse"/> reads as the same value.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y},{Width},{Height}");

    /// <summary>What is wrong with the rectangle whatever the source; null when nothing is.</summary>
    internal string? Problem() => this switch
    {
        { X: < 0 } or { Y: < 0 } => "its corner lies outside of the picture",
        { Width: < 1 } or { Height: < 1 } => "its width and height must be at least 1",
        _ => null,
    };

    private static string? Problem(string text, out CropRectangle? rectangle)
    {
        rectangle = null;
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length != 4)
        {
            return "it must be four numbers";
        }

        int[] numbers = new int[4];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return $"{InvalidValue.Quote(parts[i])} is no whole number of pixels";
            }
        }

        rectangle = new CropRectangle(numbers[0], numbers[1], numbers[2], numbers[3]);
        return rectangle.Problem();
    }
}

namespace AnimatedImage.Requests;

/// <summary>An opaque sRGB colour: <c>#rrggbb</c>, <c>#rgb</c>, or one of the sixteen basic HTML names.</summary>
/// <param name="Red">0–255.</param>
/// <param name="Green">0–255.</param>
/// <param name="Blue">0–255.</param>
public readonly partial record struct RgbColor(byte Red, byte Green, byte Blue)
{
    /// <summary>Reads a text as described on the type.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.InvalidParameter"/>.</exception>
    public static RgbColor Parse(string text) => throw new NotImplementedException();
}

namespace AnimatedImage.Requests;

/// <summary>What fills the bars of <see cref="ScaleType.Fill"/>: a colour (default black) or <c>Blur</c>, the picture itself enlarged and blurred.</summary>
public sealed partial record Padding
{
    /// <summary>The bars' colour; null when <see cref="IsBlur"/>.</summary>
    public RgbColor? Color { get; init; }

    /// <summary>True when the bars show the picture, enlarged and blurred.</summary>
    public bool IsBlur => Color is null;

    /// <summary>Reads a colour or <c>Blur</c>.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.InvalidParameter"/>.</exception>
    public static Padding Parse(string text) => throw new NotImplementedException();
}

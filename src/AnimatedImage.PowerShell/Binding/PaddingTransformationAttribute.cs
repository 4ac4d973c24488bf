using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>A colour, or <c>Blur</c>.</summary>
internal sealed class PaddingTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) => value switch
    {
        Padding => value,
        RgbColor color => new Padding { Color = color },
        _ => Padding.Parse(TextOf(value)),
    };
}

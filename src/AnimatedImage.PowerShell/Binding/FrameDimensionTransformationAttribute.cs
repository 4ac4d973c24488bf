using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>Pixels, <c>50%</c>, or a fraction below 1.</summary>
internal sealed class FrameDimensionTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) => value switch
    {
        FrameDimension => value,
        _ when IsNumber(value, out double number) => FrameDimension.FromNumber(number),
        _ => FrameDimension.Parse(TextOf(value)),
    };
}

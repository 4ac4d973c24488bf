using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Binding;

/// <summary><c>#rrggbb</c>, <c>#rgb</c> or a name.</summary>
internal sealed class ColorTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) => value is RgbColor ? value : RgbColor.Parse(TextOf(value));
}

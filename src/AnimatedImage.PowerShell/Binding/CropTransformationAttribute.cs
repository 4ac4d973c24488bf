using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Binding;

/// <summary><c>x,y,w,h</c>: four numbers, or a text with commas.</summary>
internal sealed class CropTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) =>
        value as CropRectangle ?? CropRectangle.Parse(string.Join(',', Elements(value).Select(TextOf)));
}

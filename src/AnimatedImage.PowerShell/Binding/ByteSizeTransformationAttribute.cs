using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>Bytes: a number, as <c>2MB</c> is one to PowerShell, or a text with a unit.</summary>
internal sealed class ByteSizeTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) => value is string text ? ByteSize.Parse(text) : value;
}

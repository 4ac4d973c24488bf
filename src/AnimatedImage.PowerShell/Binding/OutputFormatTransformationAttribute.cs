using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>One or several format names in any case.</summary>
internal sealed class OutputFormatTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) =>
        Elements(value).Select(item => item is OutputFormat format ? format : OutputFormats.Parse(TextOf(item))).ToArray();
}

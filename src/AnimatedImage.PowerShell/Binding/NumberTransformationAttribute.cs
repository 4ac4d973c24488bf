using System.Globalization;
using AnimatedImage.Failures;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>
/// A decimal number. PowerShell alone would read the text <c>0,5</c> as 5, taking the comma for a separator of thousands; here it is
/// an error that says what to write.
/// </summary>
internal sealed class NumberTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) => value is not string text
        ? value
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new ConversionException(
                ErrorId.InvalidParameter,
                FailureKind.Input,
                $"'{text}' is not a number.",
                "Write digits with a decimal point, such as 12.5.");
}

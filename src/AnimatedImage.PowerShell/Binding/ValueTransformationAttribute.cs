using System.Collections;
using System.Globalization;
using System.Management.Automation;
using AnimatedImage.Failures;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>
/// Base of the attributes that turn what a user types into a value of the request. The value types do the reading, so that the words
/// of an error are the same everywhere; this only carries them to PowerShell.
/// </summary>
internal abstract class ValueTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return inputData is null ? null : Convert(Unwrap(inputData));
        }
        catch (ConversionException exception)
        {
            string message = exception.Advice is { Length: > 0 } advice ? $"{exception.Message} {advice}" : exception.Message;
            throw new ArgumentTransformationMetadataException(message, exception);
        }
    }

    /// <summary>Reads a value; what is of no use here is given back for PowerShell to judge.</summary>
    /// <exception cref="ConversionException">The value cannot be read.</exception>
    private protected abstract object? Convert(object value);

    /// <summary>The elements of an array, or of a text with commas, or the value alone.</summary>
    private protected static IEnumerable<object> Elements(object value) => value switch
    {
        string text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        IEnumerable items => items.Cast<object?>().OfType<object>().Select(Unwrap).SelectMany(Elements),
        _ => [value],
    };

    /// <summary>The value as text, with a decimal point under any culture; what PowerShell split at a comma is put together again.</summary>
    private protected static string TextOf(object value) => value is IEnumerable and not string
        ? string.Join(',', Elements(value).Select(TextOf))
        : System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>True for every number type of PowerShell.</summary>
    private protected static bool IsNumber(object value, out double number)
    {
        bool isNumber = value is byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal;
        number = isNumber ? System.Convert.ToDouble(value, CultureInfo.InvariantCulture) : 0;
        return isNumber;
    }

    private protected static object Unwrap(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}

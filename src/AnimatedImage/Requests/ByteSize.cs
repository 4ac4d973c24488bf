using System.Globalization;
using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>Numbers of bytes as people type them: <c>500000</c>, <c>500KB</c>, <c>1.5 MB</c>; units are PowerShell's, each 1024 of the one before.</summary>
public static class ByteSize
{
    private const string Accepted = "Give a number of bytes, or one with a unit of 1024: 500KB, '1.5 MB', 2MiB, 1GB.";

    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Reads a text as described on the type, in any case; what is below a byte is cut off.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>.</exception>
    public static long Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        string digits = trimmed.TrimEnd("BbIiKkMmGgTt".ToCharArray());
        string unit = trimmed[digits.Length..].ToUpperInvariant().Replace("I", "", StringComparison.Ordinal);
        int power = unit.Length == 0 ? 0 : Array.FindIndex(s_units, known => known == unit || known[..1] == unit);
        if (power < 0)
        {
            throw InvalidValue.Create(text, "a number of bytes", $"the unit '{trimmed[digits.Length..]}' is not known", Accepted);
        }

        if (!DecimalText.TryRead(digits.TrimEnd(), out decimal number))
        {
            throw InvalidValue.Create(text, "a number of bytes", trimmed.StartsWith('-') ? "it is negative" : DecimalText.Reason(digits.TrimEnd()), Accepted);
        }

        try
        {
            return (long)(number * (1L << (10 * power)));
        }
        catch (OverflowException)
        {
            throw InvalidValue.Create(text, "a number of bytes", "it is out of range", Accepted);
        }
    }

    /// <summary>Three digits and a unit, the same on every machine: <c>2 MB</c>, <c>1.46 MB</c>, <c>640 KB</c>.</summary>
    public static string Write(long bytes)
    {
        double value = bytes;
        int unit = 0;
        for (; value >= 999.5 && unit < s_units.Length - 1; unit++)
        {
            value /= 1024;
        }

        string format = unit == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.#" : "0.##";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {s_units[unit]}";
    }
}

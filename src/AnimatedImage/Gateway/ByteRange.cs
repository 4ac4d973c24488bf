using System.Globalization;

namespace AnimatedImage.Gateway;

/// <summary>The part of an object that a request asks for (RFC 9110, 14.1.2).</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last one.</param>
/// <param name="IsWhole">True when no part was asked for, or none that is understood: the answer is then the whole object.</param>
internal readonly record struct ByteRange(long Start, long End, bool IsWhole)
{
    /// <summary>Reads a Range header; null when no byte of the object is in it.</summary>
    /// <param name="header">The header's value; null = there is none.</param>
    /// <param name="bytes">The object's size.</param>
    public static ByteRange? Read(string? header, long bytes)
    {
        ByteRange whole = new(0, bytes, true);
        const string Unit = "bytes=";
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return whole;
        }

        string[] ends = header[Unit.Length..].Trim().Split('-');
        if (ends.Length != 2 || !IsNumber(ends[0], out long? first) || !IsNumber(ends[1], out long? last) || (first is null && last is null) || last < first)
        {
            return whole;
        }

        (long start, long end) = first is { } from
            ? (from, last is { } to && to < bytes - 1 ? to + 1 : bytes)
            : (Math.Max(0, bytes - last!.Value), bytes);
        return start < end ? new ByteRange(start, end, false) : null;
    }

    // Numbers beyond any size are still numbers.
    private static bool IsNumber(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
        {
            return true;
        }

        if (!text.All(char.IsAsciiDigit))
        {
            return false;
        }

        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : long.MaxValue;
        return true;
    }
}

using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AnimatedImage.Configuration;
using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Display;

/// <summary>Values as the module's format views show them, in the session's culture.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisplayText
{
    private const int LeastWrapped = 30;
    private const int UnknownWidth = 80;

    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>A number of bytes with three digits and PowerShell's units, of which each is 1024 of the one before: <c>2.31 MB</c>.</summary>
    public static string Size(long? bytes)
    {
        if (bytes is not { } count)
        {
            return string.Empty;
        }

        double value = count;
        int unit = 0;
        while (Math.Abs(value) >= 999.5 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        string format = unit == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        return value.ToString(format, CultureInfo.CurrentCulture) + ' ' + s_units[unit];
    }

    /// <summary>A text in lines for the last column of a table, broken between words: the table itself breaks them in the middle.</summary>
    /// <param name="text">The text.</param>
    /// <param name="others">The width of the other columns and the gaps.</param>
    public static string Wrap(string text, int others)
    {
        ArgumentNullException.ThrowIfNull(text);
        int width = Math.Max(LeastWrapped, WindowWidth() - others);
        StringBuilder lines = new();
        int column = 0;
        foreach (string word in text.Split(' '))
        {
            bool isFirst = column == 0;
            bool breaks = !isFirst && column + 1 + word.Length > width;
            lines.Append(isFirst ? "" : breaks ? "\n" : " ").Append(word);
            column = isFirst || breaks ? word.Length : column + 1 + word.Length;
        }

        return lines.ToString();
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and int width ? width : UnknownWidth;
        }
        catch (Exception failure) when (failure is IOException or PlatformNotSupportedException)
        {
            return UnknownWidth;
        }
    }

    /// <summary>A time as a player shows it: <c>0:02.800</c>, <c>1:02:03.000</c>.</summary>
    public static string Time(TimeSpan? time)
    {
        if (time is not { } value)
        {
            return string.Empty;
        }

        string separator = CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator;
        string hours = value.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalHours}:{value.Minutes:00}") : value.Minutes.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{hours}:{value.Seconds:00}{separator}{value.Milliseconds:000}");
    }

    /// <summary>Frames a second with at most three decimals: <c>23.976</c>, <c>15</c>.</summary>
    public static string Rate(double rate) => rate.ToString("0.###", CultureInfo.CurrentCulture);

    /// <summary>How often an animation plays: <c>forever</c> for 0.</summary>
    public static string Plays(int count) => count == 0 ? "forever" : count.ToString(CultureInfo.CurrentCulture);

    /// <summary>What a partial request sets, by the names of the parameters: <c>Format = WebP, Width = 320</c>.</summary>
    public static string Settings(ConversionRequest? request)
    {
        if (request is null)
        {
            return string.Empty;
        }

        using JsonDocument json = JsonDocument.Parse(RequestJson.Write(request));
        return string.Join(", ", request.SetParameters().Select(name =>
        {
            JsonElement value = json.RootElement.GetProperty(char.ToLowerInvariant(name[0]) + name[1..]);
            string text = value.ValueKind == JsonValueKind.Array ? string.Join(' ', value.EnumerateArray()) : value.ToString();
            return $"{name} = {text}";
        }));
    }

    /// <summary>A setting's value and where it comes from: <c>/opt/ffmpeg/bin (File: ~/.config/AnimatedImage/config.json)</c>.</summary>
    public static string Setting(ConfigurationSetting? setting) => setting switch
    {
        null => string.Empty,
        { Value: null } => "(not set)",
        _ => $"{setting.Value} ({setting.Origin}: {setting.Source})",
    };
}

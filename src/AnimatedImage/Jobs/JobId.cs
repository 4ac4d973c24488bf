using System.Security.Cryptography;

namespace AnimatedImage.Jobs;

/// <summary>
/// Ids of jobs, after the ULID specification: 26 characters of Crockford's base 32, 10 for the milliseconds since 1970, 16 random.
/// Their order is the order of their making, within a process also within a millisecond; they need no quoting anywhere.
/// </summary>
public static class JobId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;

    private static readonly Lock s_lock = new();
    private static Int128 s_last;

    /// <summary>A new id.</summary>
    public static string New()
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        Int128 low = 0;
        foreach (byte part in random)
        {
            low = (low << 8) | part;
        }

        Int128 value = ((Int128)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 80) | low;
        lock (s_lock)
        {
            value = s_last = value > s_last ? value : s_last + 1;
        }

        return string.Create(Length, value, static (text, rest) =>
        {
            for (int i = text.Length - 1; i >= 0; i--, rest >>= 5)
            {
                text[i] = Alphabet[(int)(rest & 31)];
            }
        });
    }

    /// <summary>True when the text is an id, in any case; <see cref="Normalize"/> gives the form in which it is stored.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == Length && text.All(character => Alphabet.Contains(char.ToUpperInvariant(character), StringComparison.Ordinal));
    }

    /// <summary>The form in which an id is stored: upper case.</summary>
    public static string Normalize(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Trim().ToUpperInvariant();
    }
}

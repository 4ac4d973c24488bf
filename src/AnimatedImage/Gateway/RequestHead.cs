using TextEncoding = System.Text.Encoding;

namespace AnimatedImage.Gateway;

/// <summary>The head of an HTTP request (RFC 9112), as strictly as a server may read it that has one kind of client.</summary>
/// <param name="Method">As sent; methods are compared with regard to case.</param>
/// <param name="Target">A path, or a whole address from a client that takes us for its proxy.</param>
/// <param name="IsOld">True for HTTP/1.0, where a connection ends with its answer.</param>
/// <param name="Headers">The headers; of one that came twice the values, joined by commas.</param>
internal sealed record RequestHead(string Method, string Target, bool IsOld, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>No head is longer.</summary>
    public const int LongestBytes = 16 * 1024;

    private const int MostHeaders = 64;

    /// <summary>Where the first head in a buffer ends, its empty line included; -1 when it is not all there.</summary>
    public static int EndIn(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\r\n\r\n"u8) is >= 0 and int end ? end + 4 : -1;

    /// <summary>Reads a head; null when it is none.</summary>
    /// <param name="bytes">Up to and with its empty line.</param>
    public static RequestHead? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.ContainsAnyInRange((byte)0, (byte)8) || bytes.Contains((byte)0x7F))
        {
            return null;
        }

        string[] lines = TextEncoding.UTF8.GetString(bytes[..^4]).Split("\r\n");
        if (lines.Length > MostHeaders + 1 || lines.Any(static line => line.AsSpan().ContainsAny('\r', '\n')))
        {
            return null;
        }

        // A client may leave spaces in the target as they are, so the version is what follows the last one.
        int afterMethod = lines[0].IndexOf(' ', StringComparison.Ordinal), beforeVersion = lines[0].LastIndexOf(' ');
        if (afterMethod <= 0 || beforeVersion <= afterMethod + 1 || lines[0][(beforeVersion + 1)..] is not ("HTTP/1.1" or "HTTP/1.0"))
        {
            return null;
        }

        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(' ', '\t'))
            {
                return null;
            }

            string name = line[..colon], value = line[(colon + 1)..].Trim();
            headers[name] = headers.TryGetValue(name, out string? before) ? $"{before}, {value}" : value;
        }

        return new RequestHead(lines[0][..afterMethod], lines[0][(afterMethod + 1)..beforeVersion], lines[0].EndsWith('0'), headers);
    }

    /// <summary>A header's value; null when it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>True when the connection goes on after the answer.</summary>
    public bool KeepsAlive =>
        Header("Connection") is { } connection
            ? connection.Contains("keep-alive", StringComparison.OrdinalIgnoreCase) || (!IsOld && !connection.Contains("close", StringComparison.OrdinalIgnoreCase))
            : !IsOld;

    /// <summary>True when a body follows, which nothing here takes.</summary>
    public bool HasBody => Header("Transfer-Encoding") is not null || Header("Content-Length") is not (null or "0");
}

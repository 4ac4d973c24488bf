using System.Text;

namespace AnimatedImage.TestServers.Proxy;

/// <summary>The head of a request, and what of its body arrived with it.</summary>
internal sealed class RequestHead
{
    private const int Largest = 64 * 1024;

    private readonly byte[] _head;
    private readonly byte[] _bodyBegin;

    private RequestHead(ProxyRequest request, byte[] head, byte[] bodyBegin)
    {
        Request = request;
        _head = head;
        _bodyBegin = bodyBegin;
    }

    public ProxyRequest Request { get; }

    /// <summary>Reads up to the end of the head; null when the client hangs up before.</summary>
    public static async Task<RequestHead?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[Largest];
        int filled = 0;
        while (filled < Largest)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            filled += read;
            int end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return new RequestHead(Parse(Encoding.Latin1.GetString(buffer, 0, end)), buffer[..(end + 2)], buffer[(end + 4)..filled]);
            }
        }

        return null;
    }

    /// <summary>
    /// The head with a wish to close the connection afterwards, which no signature covers. A client that takes us for its proxy names the
    /// whole address (RFC 9112, 3.2.2); the store gets the path alone.
    /// </summary>
    public byte[] WithClose()
    {
        int target = Request.Method.Length + 1;
        int path = Request.Target.StartsWith("http://", StringComparison.Ordinal) ? Request.Target.IndexOf('/', "http://".Length) : 0;
        return [.. _head[..target], .. _head[(target + path)..], .. "Connection: close\r\n\r\n"u8];
    }

    /// <summary>Passes the body on.</summary>
    public async Task CopyBodyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        await to.WriteAsync(_bodyBegin, cancellationToken);
        byte[] buffer = new byte[1 << 16];
        for (long left = Request.BodyBytes - _bodyBegin.Length; left > 0;)
        {
            int read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
            if (read == 0)
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }

    /// <summary>Takes the body, so that the client reads the answer; one that waits for leave to send it needs none.</summary>
    public Task DrainAsync(Stream from, CancellationToken cancellationToken) =>
        Request.Headers.ContainsKey("Expect") ? Task.CompletedTask : CopyBodyAsync(from, Stream.Null, cancellationToken);

    private static ProxyRequest Parse(string head)
    {
        string[] lines = head.Split("\r\n");
        string[] first = lines[0].Split(' ');
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new ProxyRequest(first[0], first[1], headers);
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AnimatedImage.Failures;
using TextEncoding = System.Text.Encoding;

namespace AnimatedImage.Gateway;

/// <summary>One client's connection: requests one after another, each answered from memory or store. When the client goes away, so does its reading.</summary>
/// <param name="gateway">Where sources are found.</param>
/// <param name="client">The connection.</param>
/// <param name="end">Where we listen: the only host that may be asked for.</param>
internal sealed class GatewayConnection(MediaGateway gateway, Socket client, IPEndPoint end) : IDisposable
{
    private readonly byte[] _buffer = new byte[RequestHead.LongestBytes];
    private int _count;
    private Task<int>? _receiving;

    /// <summary>Serves until the client goes or breaks a rule.</summary>
    public async Task RunAsync(CancellationToken stopped)
    {
        for (TimeSpan patience = gateway.Options.HeadLimit; ; patience = gateway.Options.IdleLimit)
        {
            (RequestHead? head, int status) = await ReadHeadAsync(patience, stopped).ConfigureAwait(false);
            if (head is null)
            {
                if (status != 0)
                {
                    await RefuseAsync(status, null, keepsAlive: false, stopped).ConfigureAwait(false);
                }

                return;
            }

            if (!await AnswerAsync(head, stopped).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A receive that still runs ends with the socket.
        client.Dispose();
        _ = _receiving?.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
    }

    private async Task<(RequestHead? Head, int Status)> ReadHeadAsync(TimeSpan patience, CancellationToken stopped)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        limit.CancelAfter(patience);
        bool hasBegun = _count > 0;
        int length;
        while ((length = RequestHead.EndIn(_buffer.AsSpan(0, _count))) < 0)
        {
            if (_count == _buffer.Length)
            {
                return (null, 431);
            }

            int count = await Receive().WaitAsync(limit.Token).ConfigureAwait(false);
            _receiving = null;
            if (count == 0)
            {
                return (null, 0);
            }

            _count += count;
            if (!hasBegun)
            {
                // However long a client was silent, once it speaks it has to finish.
                limit.CancelAfter(gateway.Options.HeadLimit);
                hasBegun = true;
            }
        }

        RequestHead? head = RequestHead.Parse(_buffer.AsSpan(0, length));
        _count -= length;
        _buffer.AsSpan(length, _count).CopyTo(_buffer);
        return (head, head is null ? 400 : 0);
    }

    // At most one receive runs, across requests: while an answer is sent it tells that the client has gone.
    private Task<int> Receive() => _receiving ??= client.ReceiveAsync(_buffer.AsMemory(_count), SocketFlags.None).AsTask();

    private async Task<bool> AnswerAsync(RequestHead head, CancellationToken stopped)
    {
        if (head.HasBody)
        {
            return await RefuseAsync(413, null, keepsAlive: false, stopped).ConfigureAwait(false);
        }

        if (head.Method is not ("GET" or "HEAD"))
        {
            return await RefuseAsync(405, "Allow: GET, HEAD\r\n", head.KeepsAlive, stopped).ConfigureAwait(false);
        }

        if (PathOf(head) is not { } path)
        {
            return await RefuseAsync(403, null, head.KeepsAlive, stopped).ConfigureAwait(false);
        }

        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || gateway.Find(path[..slash]) is not { } source || source.Find(path[(slash + 1)..]) is not { } entry)
        {
            return await RefuseAsync(404, null, head.KeepsAlive, stopped).ConfigureAwait(false);
        }

        if (source.Failure is not null)
        {
            return await RefuseAsync(502, null, keepsAlive: false, stopped).ConfigureAwait(false);
        }

        CachedObject served = entry.Object;
        if (ByteRange.Read(head.Header("Range"), served.Bytes) is not { } range)
        {
            string size = string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes */{served.Bytes}\r\n");
            return await RefuseAsync(416, size, head.KeepsAlive, stopped).ConfigureAwait(false);
        }

        string answer = HeadOf(entry, range, head.KeepsAlive);
        if (head.Method == "HEAD" || range.Start == range.End)
        {
            await SendAsync(TextEncoding.ASCII.GetBytes(answer), stopped).ConfigureAwait(false);
            return head.KeepsAlive;
        }

        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(stopped, source.Closed);
        WatchForEnd(gone);
        return await SendBodyAsync(source, served, range, answer, gone.Token).ConfigureAwait(false) && head.KeepsAlive;
    }

    /// <summary>The head goes with the first bytes, so that a store that fails at once gives a clean refusal.</summary>
    private async Task<bool> SendBodyAsync(GatewaySource source, CachedObject served, ByteRange range, string answer, CancellationToken gone)
    {
        using ObjectReader reader = served.OpenReader();
        bool hasBegun = false;
        try
        {
            for (long position = range.Start; position < range.End;)
            {
                using BlockLease lease = await reader.ReadAsync(position, range.End, gone).ConfigureAwait(false);
                if (!hasBegun)
                {
                    await SendAsync(TextEncoding.ASCII.GetBytes(answer), gone).ConfigureAwait(false);
                    hasBegun = true;
                }

                await SendAsync(lease.Bytes, gone).ConfigureAwait(false);
                position += lease.Bytes.Length;
            }

            return true;
        }
        catch (ConversionException failure)
        {
            source.Fail(failure);
            if (!hasBegun)
            {
                await RefuseAsync(502, null, keepsAlive: false, gone).ConfigureAwait(false);
            }

            // Less than was promised: the client must not take it for the end.
            client.LingerState = new LingerOption(true, 0);
            return false;
        }
    }

    private void WatchForEnd(CancellationTokenSource gone)
    {
        if (_count < _buffer.Length)
        {
            Task<int> receiving = Receive();
            CancellationToken token = gone.Token;
            _ = receiving.ContinueWith(
                ended =>
                {
                    // Bytes are the next request, too early but not wrong.
                    if ((!ended.IsCompletedSuccessfully || ended.Result == 0) && !token.IsCancellationRequested)
                    {
                        _ = ended.Exception;
                        Cancel(gone);
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private static void Cancel(CancellationTokenSource gone)
    {
        try
        {
            gone.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer was finished in this very moment.
        }
    }

    // Another host is asked for by a client that takes us for its proxy, or by a page in a browser that was given a name for our address.
    private string? PathOf(RequestHead head)
    {
        string origin = $"http://{end}/";
        string? path = head.Target.StartsWith('/') ? head.Target[1..]
            : head.Target.StartsWith(origin, StringComparison.Ordinal) ? head.Target[origin.Length..]
            : null;
        return head.Header("Host") == end.ToString() ? path : null;
    }

    private static string HeadOf(GatewayEntry entry, ByteRange range, bool keepsAlive)
    {
        string status = range.IsWhole ? "200 OK" : "206 Partial Content";
        string part = range.IsWhole ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {range.Start}-{range.End - 1}/{entry.Object.Bytes}\r\n");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nAccept-Ranges: bytes\r\n{part}Content-Length: {range.End - range.Start}\r\nContent-Type: {entry.ContentType}\r\n{Connection(keepsAlive)}\r\n");
    }

    private async Task<bool> RefuseAsync(int status, string? headers, bool keepsAlive, CancellationToken stopped)
    {
        string reason = ((HttpStatusCode)status).ToString();
        string answer = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {reason}\r\n{headers}Content-Length: 0\r\n{Connection(keepsAlive)}\r\n");
        await SendAsync(TextEncoding.ASCII.GetBytes(answer), stopped).ConfigureAwait(false);
        if (!keepsAlive)
        {
            client.Shutdown(SocketShutdown.Send);
        }

        return keepsAlive;
    }

    private static string Connection(bool keepsAlive) => keepsAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await client.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
    }
}

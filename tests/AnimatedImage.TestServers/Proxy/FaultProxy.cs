using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AnimatedImage.TestServers.Proxy;

/// <summary>
/// Stands between a client and a store, passes bytes on unchanged so that signatures hold, and spoils what it is told to. One request a
/// connection: the store is asked to close after each.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Uri _store;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<ProxyRequest> _requests = new();
    private readonly List<(Func<ProxyRequest, bool> When, Fault Fault, int Left)> _faults = [];
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly int _port;
    private TcpListener? _listener;
    private long _bodyBytes;

    private FaultProxy(Uri store)
    {
        _store = store;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{_port}");

    /// <summary>Every request that arrived, in order.</summary>
    public IReadOnlyList<ProxyRequest> Requests => [.. _requests];

    /// <summary>How many bytes of answers were passed on, their heads included.</summary>
    public long AnswerBytes => Interlocked.Read(ref _bodyBytes);

    /// <summary>Starts a proxy before a store.</summary>
    public static FaultProxy Start(Uri store) => new(store);

    /// <summary>Spoils the next requests that fit.</summary>
    /// <param name="fault">What happens to them.</param>
    /// <param name="times">How many.</param>
    /// <param name="when">Which ones; null = all.</param>
    public void Spoil(Fault fault, int times = 1, Func<ProxyRequest, bool>? when = null)
    {
        lock (_faults)
        {
            _faults.Add((when ?? (_ => true), fault, times));
        }
    }

    /// <summary>Nobody listens any more, and open connections break.</summary>
    public void Stop()
    {
        _listener?.Dispose();
        _listener = null;
        foreach (Socket socket in _open.Keys)
        {
            Reset(socket);
        }
    }

    /// <summary>Listens again, on the same port.</summary>
    public void Resume()
    {
        if (_listener is null)
        {
            _listener = new TcpListener(IPAddress.Loopback, _port);
            _listener.Start();
            _ = AcceptAsync(_listener);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Stop();
        _ending.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync(_ending.Token);
                _open[client] = true;
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using NetworkStream stream = new(client, ownsSocket: false);
            if (await RequestHead.ReadAsync(stream, _ending.Token) is { } head)
            {
                _requests.Enqueue(head.Request);
                Fault? fault = FaultFor(head.Request);
                await (fault is { ReachesStore: false } ? RefuseAsync(stream, client, head, fault) : PassAsync(stream, client, head, fault));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Reset(client);
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private Fault? FaultFor(ProxyRequest request)
    {
        lock (_faults)
        {
            int index = _faults.FindIndex(fault => fault.Left > 0 && fault.When(request));
            if (index < 0)
            {
                return null;
            }

            _faults[index] = _faults[index] with { Left = _faults[index].Left - 1 };
            return _faults[index].Fault;
        }
    }

    private async Task RefuseAsync(NetworkStream stream, Socket client, RequestHead head, Fault fault)
    {
        if (fault.IsReset)
        {
            Reset(client);
            return;
        }

        await head.DrainAsync(stream, _ending.Token);
        string body = head.Request.Method == "HEAD" ? "" : $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{fault.Code}</Code><Message>Injected.</Message><RequestId>injected</RequestId></Error>";
        string[] lines =
        [
            $"HTTP/1.1 {fault.Status} Injected", $"Date: {DateTime.UtcNow + fault.ClockAhead:R}", "x-amz-request-id: injected", "Content-Type: application/xml",
            $"Content-Length: {body.Length}", "Connection: close", .. fault.Headers, "", body,
        ];
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(string.Join("\r\n", lines)), _ending.Token);
        client.Shutdown(SocketShutdown.Send);
    }

    private async Task PassAsync(NetworkStream stream, Socket client, RequestHead head, Fault? fault)
    {
        using TcpClient store = new();
        await store.ConnectAsync(_store.Host, _store.Port, _ending.Token);
        NetworkStream upstream = store.GetStream();
        await upstream.WriteAsync(head.WithClose(), _ending.Token);
        Task sending = SendBodyAsync();
        await Task.Delay(fault?.Pause ?? TimeSpan.Zero, _ending.Token);
        long left = fault?.BodyBytes ?? Fault.WholeBody;
        byte[] buffer = new byte[1 << 16];
        bool isHead = true;
        int read;
        while ((read = await upstream.ReadAsync(buffer, _ending.Token)) > 0)
        {
            if (fault is { IsReset: true })
            {
                // The store has done it: it answers only then (but for a 100 to a body that is still to come).
                if (!buffer.AsSpan(0, read).StartsWith("HTTP/1.1 100"u8))
                {
                    Reset(client);
                    return;
                }

                await stream.WriteAsync(buffer.AsMemory(0, read), _ending.Token);
                continue;
            }

            int headBytes = isHead ? Math.Max(0, buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) + 4 : 0;
            isHead = false;
            int passed = (int)Math.Min(read, headBytes + left);
            await stream.WriteAsync(buffer.AsMemory(0, passed), _ending.Token);
            Interlocked.Add(ref _bodyBytes, passed);
            left -= Math.Max(0, passed - headBytes);
            if (passed < read)
            {
                await Task.Delay(fault!.Stalls ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, _ending.Token);
                break;
            }
        }

        client.Shutdown(SocketShutdown.Send);
        await sending;

        async Task SendBodyAsync()
        {
            try
            {
                await head.CopyBodyAsync(stream, upstream, _ending.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client or the store gave up; the answer tells.
            }
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            // Closing without lingering sends RST instead of FIN.
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Gateway;

/// <summary>
/// The one door through which child processes see remote bytes: a read-only HTTP server on the loopback interface that serves registered
/// sources from their stores through one block cache. It listens while there is a source, on a port that the system picks.
/// </summary>
/// <remarks>
/// Not <see cref="HttpListener"/>: on Windows that needs a reservation of the address by an administrator; nowhere does it bound what the
/// socket buffers, which would all be read from the store in vain at each seek, or tell that a client has gone while its answer is awaited.
/// </remarks>
internal sealed class MediaGateway : IDisposable
{
    // What a client that seeks away leaves unread in the two sockets' buffers came from the store for nothing.
    private const int SocketBuffer = 32 * 1024;

    private readonly ConcurrentDictionary<string, GatewaySource> _sources = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private TcpListener? _listener;
    private int _connections;

    /// <summary>A gateway of one's own.</summary>
    public MediaGateway(GatewayOptions options)
    {
        Options = options;
        Cache = new BlockCache(options.CacheBytes);
        Spilled = new SpillBudget(options.SpillBytes);
    }

    /// <summary>The gateway of this process, so that its memory is bounded once.</summary>
    public static MediaGateway Shared { get; } = new(new GatewayOptions());

    /// <summary>What it may use.</summary>
    public GatewayOptions Options { get; }

    /// <summary>The memory of all sources.</summary>
    public BlockCache Cache { get; }

    /// <summary>What sources keep on disk.</summary>
    public SpillBudget Spilled { get; }

    /// <summary>Connections that are open.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Registers a source that has no object yet; its address is good until it is disposed.</summary>
    /// <param name="spillFolder">Where its blocks go that no longer fit into memory; null = they are forgotten and read again when needed.</param>
    public GatewaySource Register(string? spillFolder = null)
    {
        lock (_gate)
        {
            IPEndPoint end = Listen();
            string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            GatewaySource source = new(this, new Uri($"http://{end}/"), token, spillFolder);
            _sources[token] = source;
            return source;
        }
    }

    /// <summary>Asks a store what an object is, a few times when the store is in trouble.</summary>
    public async Task<StoreObject> DescribeAsync(IMediaStore store, MediaLocation location, CancellationToken cancellationToken)
    {
        RetryClock clock = new(Options with { RetryFor = Options.OpenFor < Options.RetryFor ? Options.OpenFor : Options.RetryFor });
        while (true)
        {
            try
            {
                return await store.DescribeAsync(location, cancellationToken).ConfigureAwait(false);
            }
            catch (ConversionException failure) when (failure.IsTransient)
            {
                await clock.WaitAsync(failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The source with this token; null when there is none.</summary>
    public GatewaySource? Find(string token) => _sources.GetValueOrDefault(token);

    /// <summary>Takes a source out; with the last one the port is closed.</summary>
    public void Remove(string token)
    {
        lock (_gate)
        {
            if (_sources.TryRemove(token, out _) && _sources.IsEmpty)
            {
                Close();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }

        _stop.Dispose();
    }

    private IPEndPoint Listen()
    {
        if (_listener is null)
        {
            _stop = new CancellationTokenSource();
            _listener = new TcpListener(IPAddress.Loopback, 0);
            _listener.Server.SendBufferSize = SocketBuffer;
            _listener.Start();
            _ = AcceptAsync(_listener, (IPEndPoint)_listener.LocalEndpoint, _stop.Token);
        }

        return (IPEndPoint)_listener.LocalEndpoint;
    }

    private void Close()
    {
        _stop.Cancel();
        _listener?.Dispose();
        _listener = null;
        lock (Cache.Gate)
        {
            Cache.Trim();
        }
    }

    private async Task AcceptAsync(TcpListener listener, IPEndPoint end, CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                Socket client = await listener.AcceptSocketAsync(stopped).ConfigureAwait(false);
                if (Interlocked.Increment(ref _connections) > Options.MostConnections)
                {
                    Interlocked.Decrement(ref _connections);
                    client.Dispose();
                    continue;
                }

                _ = Task.Run(() => ServeAsync(client, end, stopped), CancellationToken.None);
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client was gone before it was accepted, or the process has no more handles for a moment.
                await Task.Delay(10, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket client, IPEndPoint end, CancellationToken stopped)
    {
        try
        {
            if (LoopbackPeer.IsForeign(end, (IPEndPoint)client.RemoteEndPoint!))
            {
                return;
            }

            client.NoDelay = true;
            client.SendBufferSize = SocketBuffer;
            using GatewayConnection connection = new(this, client, end);
            await connection.RunAsync(stopped).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The client went away, or the gateway closes.
        }
        finally
        {
            client.Dispose();
            Interlocked.Decrement(ref _connections);
        }
    }
}

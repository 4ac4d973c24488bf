using System.Collections.Concurrent;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Gateway;

/// <summary>
/// One source of one conversion as the gateway serves it: an object, or a playlist with the objects it refers to. All child processes of
/// the conversion share its blocks. The first failure of the store is kept, for ffmpeg tells only that the connection broke.
/// </summary>
internal sealed class GatewaySource : IAsyncDisposable
{
    private readonly MediaGateway _gateway;
    private readonly string? _spillFolder;
    private readonly ConcurrentDictionary<string, GatewayEntry> _entries = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closed = new();
    private ConversionException? _failure;
    private long _bytesRead;
    private int _disposed;

    /// <summary>Made by <see cref="MediaGateway.Register"/>.</summary>
    public GatewaySource(MediaGateway gateway, Uri origin, string token, string? spillFolder)
    {
        _gateway = gateway;
        _spillFolder = spillFolder;
        Origin = origin;
        Token = token;
    }

    /// <summary>The gateway's own address: the one origin that a child may speak to.</summary>
    public Uri Origin { get; }

    /// <summary>The first segment of every path of this source.</summary>
    public string Token { get; }

    /// <summary>Bytes that came from the store, those fetched in vain or twice included.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Why the store could not deliver what a child asked for; null while it could.</summary>
    public ConversionException? Failure => Volatile.Read(ref _failure);

    /// <summary>Cancelled when the source is disposed.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Adds an object.</summary>
    /// <param name="path">Its path below the token, as a client spells it.</param>
    /// <param name="store">Where it is read from.</param>
    /// <param name="description">What it is.</param>
    /// <param name="contentType">What a client is told that it is; null = bytes.</param>
    public CachedObject Add(string path, IMediaStore store, StoreObject description, string? contentType = null)
    {
        BlockSpill? spill = _spillFolder is null ? null : new BlockSpill(_spillFolder, _gateway.Spilled);
        CachedObject added = new(store, description, _gateway.Cache, spill, _gateway.Options, bytes => Interlocked.Add(ref _bytesRead, bytes));
        _entries[path] = new GatewayEntry(added, contentType ?? "application/octet-stream");
        return added;
    }

    /// <summary>The object at a path; null when there is none.</summary>
    public GatewayEntry? Find(string path) => GatewayPath.Normalize(path) is { } plain ? _entries.GetValueOrDefault(plain) : null;

    /// <summary>The address of a path.</summary>
    public string AddressOf(string path) => $"{Origin}{Token}/{path}";

    /// <summary>Keeps the first failure.</summary>
    public void Fail(ConversionException failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    /// <summary>Does what reads from this source. When the store has failed meanwhile, that is the failure, whatever its consequences were.</summary>
    /// <exception cref="ConversionException">The store's failure, or that of the work.</exception>
    public async Task<T> WatchAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (ConversionException)
        {
            ThrowIfBroken();
            throw;
        }
    }

    /// <summary>Throws the failure of the store, where there was one: to ffmpeg it is just the end of its input.</summary>
    /// <exception cref="ConversionException">The store's failure.</exception>
    public void ThrowIfBroken()
    {
        if (Failure is { } failure)
        {
            // A new exception for each throw: one that is thrown twice would mix its traces.
            throw new ConversionException(failure.ErrorId, failure.Kind, failure.Message, failure.Advice, failure) { IsTransient = failure.IsTransient };
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _gateway.Remove(Token);
        await _closed.CancelAsync().ConfigureAwait(false);
        foreach (GatewayEntry entry in _entries.Values)
        {
            await entry.Object.CloseAsync().ConfigureAwait(false);
        }
    }
}

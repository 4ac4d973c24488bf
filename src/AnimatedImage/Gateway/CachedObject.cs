using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Gateway;

/// <summary>One version of one object, as far as its blocks are in memory. Safe from several threads.</summary>
internal sealed class CachedObject
{
    private readonly Dictionary<long, Block> _blocks = [];
    private readonly HashSet<BlockFetch> _fetches = [];
    private readonly Action<long> _count;
    private bool _isClosed;

    /// <summary>Prepares an object; nothing is read.</summary>
    /// <param name="store">Where it is read from.</param>
    /// <param name="description">The object and the version that every byte must belong to.</param>
    /// <param name="cache">Where blocks live.</param>
    /// <param name="spill">Where blocks go that leave memory, disposed with the object; null = nowhere.</param>
    /// <param name="options">Patience.</param>
    /// <param name="count">Is told of every byte that came from the store.</param>
    public CachedObject(IMediaStore store, StoreObject description, BlockCache cache, BlockSpill? spill, GatewayOptions options, Action<long> count)
    {
        Store = store;
        Location = description.Location;
        Bytes = description.Bytes;
        ETag = description.ETag;
        Cache = cache;
        Options = options;
        _count = count;
        Spill = spill;
    }

    public IMediaStore Store { get; }

    public MediaLocation Location { get; }

    public long Bytes { get; }

    /// <summary>The version; where the description had none, that of the first bytes read.</summary>
    public string? ETag { get; private set; }

    public BlockCache Cache { get; }

    public GatewayOptions Options { get; }

    /// <summary>Where blocks go that leave memory; null = nowhere.</summary>
    public BlockSpill? Spill { get; }

    /// <summary>Begins to read somewhere; seeks are new readers.</summary>
    public ObjectReader OpenReader() => new(this);

    /// <summary>Fetches a part that every reader will need, and waits until it is there; one too large to be kept is left to them.</summary>
    public async Task PreloadAsync(long start, long end, CancellationToken cancellationToken)
    {
        if (end - start <= Cache.ReadAheadLimit)
        {
            using ObjectReader reader = OpenReader();
            await reader.PreloadAsync(start, end, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The block with this number, made when there is none. Under the gate.</summary>
    public Block BlockAt(long index)
    {
        if (!_blocks.TryGetValue(index, out Block? block))
        {
            int length = (int)Math.Min(BlockCache.BlockBytes, Bytes - (index * BlockCache.BlockBytes));
            block = new Block(this, index, length);
            _blocks.Add(index, block);
            if (Spill?.Has(index) == true)
            {
                Cache.Allocate(block);
                block.Filled = Spill.Read(index, block.Data.AsSpan(0, length));
            }
        }

        return block;
    }

    /// <summary>Begins to fetch whole blocks that nobody fetches. Under the gate.</summary>
    public BlockFetch Fetch(long first, long end)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        BlockFetch fetch = new(this, first, end);
        _fetches.Add(fetch);
        for (long index = first; index < end; index++)
        {
            Block block = BlockAt(index);
            (block.Fetch, block.Failure) = (fetch, null);
        }

        fetch.Start();
        return fetch;
    }

    /// <summary>A fetch is over. Under the gate.</summary>
    public void Done(BlockFetch fetch) => _fetches.Remove(fetch);

    /// <summary>Drops a block. Under the gate.</summary>
    public void Forget(Block block)
    {
        if (block.IsWhole)
        {
            Spill?.Write(block.Index, block.Data.AsSpan(0, block.Length));
        }

        _blocks.Remove(block.Index);
        Cache.Release(block);
    }

    /// <summary>A reader gives a block back. Under the gate.</summary>
    public void Unpin(Block block)
    {
        if (--block.Pins == 0 && _isClosed)
        {
            Cache.Release(block);
        }
    }

    /// <summary>Counts bytes that came from the store.</summary>
    public void Count(long bytes) => _count(bytes);

    /// <summary>Checks that what the store sends is the same version; the first answer pins it where the description could not.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.SourceChanged"/>.</exception>
    public void Verify(StoreRange range)
    {
        if (range.TotalBytes != Bytes || (ETag is not null && range.ETag is not null && range.ETag != ETag))
        {
            throw new ConversionException(
                ErrorId.SourceChanged,
                FailureKind.Source,
                $"'{Location}' was replaced while it was being read.",
                "Convert it again once nothing writes to it any more.");
        }

        ETag ??= range.ETag;
    }

    /// <summary>Ends every transfer and gives all memory back.</summary>
    public async ValueTask CloseAsync()
    {
        Task[] running;
        lock (Cache.Gate)
        {
            _isClosed = true;
            running = [.. _fetches.Select(fetch => fetch.CancelAsync())];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        lock (Cache.Gate)
        {
            foreach (Block block in _blocks.Values.Where(block => block.Pins == 0))
            {
                Cache.Release(block);
                block.Pulse();
            }

            _blocks.Clear();
        }

        Spill?.Dispose();
    }
}

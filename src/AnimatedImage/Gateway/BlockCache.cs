namespace AnimatedImage.Gateway;

/// <summary>
/// The memory of all sources' blocks: bounded, the one used longest ago leaves first. Blocks that are being filled or sent stay, so
/// the bound can be passed by one block for each connection and transfer.
/// </summary>
/// <param name="capacity">Bytes.</param>
internal sealed class BlockCache(long capacity)
{
    /// <summary>The size of a block. A seek reads half of one too much on average, and arrays below 85,000 bytes stay out of the large object heap.</summary>
    public const int BlockBytes = 32 * 1024;

    private readonly LinkedList<Block> _used = new();
    private readonly Stack<byte[]> _free = new();

    /// <summary>Guards every block and every map of blocks; held for moments only.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Bytes in blocks now.</summary>
    public long Bytes => (long)_used.Count * BlockBytes;

    /// <summary>The largest part of the memory that one reader may fill ahead of itself.</summary>
    public long ReadAheadLimit => capacity / 4;

    /// <summary>Gives a block memory, taking it from the block used longest ago when there is no other.</summary>
    public void Allocate(Block block)
    {
        if (Bytes + BlockBytes > capacity)
        {
            EvictOne();
        }

        block.Data = _free.TryPop(out byte[]? data) ? data : GC.AllocateUninitializedArray<byte>(BlockBytes);
        block.Use = _used.AddLast(block);
    }

    /// <summary>Notes that a block is used.</summary>
    public void Touch(Block block)
    {
        if (block.Use is { } use && use != _used.Last)
        {
            _used.Remove(use);
            _used.AddLast(use);
        }
    }

    /// <summary>Takes a block's memory back.</summary>
    public void Release(Block block)
    {
        if (block.Use is { } use)
        {
            _used.Remove(use);
            _free.Push(block.Data!);
            (block.Use, block.Data, block.Filled) = (null, null, 0);
        }
    }

    /// <summary>Hands memory that no source uses back to the system.</summary>
    public void Trim() => _free.Clear();

    private void EvictOne()
    {
        for (LinkedListNode<Block>? use = _used.First; use is not null; use = use.Next)
        {
            if (use.Value.MayLeave)
            {
                use.Value.Owner.Forget(use.Value);
                return;
            }
        }
    }
}

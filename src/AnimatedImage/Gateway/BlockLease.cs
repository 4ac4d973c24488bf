namespace AnimatedImage.Gateway;

/// <summary>Bytes of a block that stay in memory until they are given back.</summary>
internal readonly struct BlockLease(Block block, int offset, int count) : IDisposable
{
    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = block.Data.AsMemory(offset, count);

    /// <summary>Gives them back.</summary>
    public void Dispose()
    {
        lock (block.Owner.Cache.Gate)
        {
            block.Owner.Unpin(block);
        }
    }
}

using AnimatedImage.Failures;

namespace AnimatedImage.Gateway;

/// <summary>A piece of an object in memory, filled from its beginning. Every member is used under <see cref="BlockCache.Gate"/>.</summary>
/// <param name="owner">The object.</param>
/// <param name="index">The piece's number.</param>
/// <param name="length">Its size: <see cref="BlockCache.BlockBytes"/>, less at the object's end.</param>
internal sealed class Block(CachedObject owner, long index, int length)
{
    private TaskCompletionSource? _progress;

    public CachedObject Owner { get; } = owner;

    public long Index { get; } = index;

    public int Length { get; } = length;

    /// <summary>Where the bytes are; null before the first one came.</summary>
    public byte[]? Data { get; set; }

    /// <summary>How many bytes are there.</summary>
    public int Filled { get; set; }

    /// <summary>How many readers hold it; held blocks stay in memory.</summary>
    public int Pins { get; set; }

    /// <summary>Who is filling it; null when nobody is.</summary>
    public BlockFetch? Fetch { get; set; }

    /// <summary>Its place in the order of use; null while it has no bytes.</summary>
    public LinkedListNode<Block>? Use { get; set; }

    /// <summary>Why the fetch that should have filled it failed; cleared by the next one.</summary>
    public ConversionException? Failure { get; set; }

    public long Offset => Index * BlockCache.BlockBytes;

    public bool IsWhole => Filled == Length;

    public bool MayLeave => Pins == 0 && Fetch is null;

    /// <summary>Done when more bytes came or its fetch ended, whichever way.</summary>
    public Task WaitForProgress() => (_progress ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Wakes whoever waits.</summary>
    public void Pulse()
    {
        _progress?.TrySetResult();
        _progress = null;
    }
}

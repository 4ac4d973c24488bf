namespace AnimatedImage.Gateway;

/// <summary>How many bytes all objects together may keep on disk. Safe from several threads.</summary>
/// <param name="limit">Bytes.</param>
internal sealed class SpillBudget(long limit)
{
    private long _taken;

    /// <summary>Bytes that are kept now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes so many bytes; false when that would be too many.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}

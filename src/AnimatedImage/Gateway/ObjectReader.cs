using System.Diagnostics;
using AnimatedImage.Failures;

namespace AnimatedImage.Gateway;

/// <summary>
/// Reads an object from one place onwards: blocks in memory at once, others from the store, more of them ahead the longer it goes on.
/// Disposing ends the transfers that nobody else waits for. For one thread at a time.
/// </summary>
/// <param name="source">The object.</param>
internal sealed class ObjectReader(CachedObject source) : IDisposable
{
    private const int MostJoined = 32;

    private const long PreloadPart = 1 << 20;

    private readonly ReadAhead _ahead = new(source.Cache.ReadAheadLimit);
    private readonly HashSet<BlockFetch> _joined = [];
    private long _planned;

    /// <summary>The bytes from a position on, as many as are there; at least one.</summary>
    /// <param name="position">Within the object.</param>
    /// <param name="limit">No byte at or after this position is needed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConversionException">The store failed for good.</exception>
    public async ValueTask<BlockLease> ReadAsync(long position, long limit, CancellationToken cancellationToken)
    {
        bool isStalled = false;
        long since = 0;
        while (true)
        {
            Task progress;
            lock (source.Cache.Gate)
            {
                Block block = source.BlockAt(position / BlockCache.BlockBytes);
                int offset = (int)(position - block.Offset);
                if (block.Filled > offset)
                {
                    if (isStalled)
                    {
                        _ahead.Waited(Stopwatch.GetElapsedTime(since));
                    }

                    int count = (int)Math.Min(block.Filled - offset, limit - position);
                    block.Pins++;
                    source.Cache.Touch(block);
                    _ahead.Took(count);
                    if (_ahead.IsActive && position + _ahead.Reserve >= _planned)
                    {
                        Plan(position, limit);
                    }

                    return new BlockLease(block, offset, count);
                }

                if (isStalled && block.Failure is { } failure && block.Fetch is null)
                {
                    throw failure;
                }

                if (!isStalled)
                {
                    isStalled = true;
                    since = Stopwatch.GetTimestamp();
                    _ahead.Missed();
                }

                if (block.Fetch is { } running)
                {
                    Join(running);
                }
                else
                {
                    Plan(position, limit);
                }

                progress = block.WaitForProgress();
            }

            await progress.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches a part that will be needed as a whole, and waits until it is there.</summary>
    public async Task PreloadAsync(long start, long end, CancellationToken cancellationToken)
    {
        lock (source.Cache.Gate)
        {
            _ahead.Missed();
            FetchMissing(start, end, Math.Max(PreloadPart, (end - start) / 4));
            _planned = end;
        }

        for (long position = start; position < end;)
        {
            using BlockLease lease = await ReadAsync(position, end, cancellationToken).ConfigureAwait(false);
            position += lease.Bytes.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (source.Cache.Gate)
        {
            foreach (BlockFetch fetch in _joined)
            {
                fetch.Leave();
            }

            _joined.Clear();
        }
    }

    // What is there or on its way is skipped; the part after it is fetched, up to the distance.
    private void Plan(long position, long limit)
    {
        long end = Math.Min(limit, position + _ahead.Distance);
        FetchMissing(position, end, _ahead.Part);
        _planned = Math.Max(_planned, end);
    }

    private void FetchMissing(long start, long end, long part)
    {
        long stop = (end + BlockCache.BlockBytes - 1) / BlockCache.BlockBytes;
        long most = part / BlockCache.BlockBytes;
        for (long index = start / BlockCache.BlockBytes; index < stop; index++)
        {
            if (!IsMissing(index))
            {
                continue;
            }

            long first = index;
            while (index + 1 < stop && index + 1 - first < most && IsMissing(index + 1))
            {
                index++;
            }

            Join(source.Fetch(first, index + 1));
        }
    }

    private bool IsMissing(long index)
    {
        Block block = source.BlockAt(index);
        return !block.IsWhole && block.Fetch is null;
    }

    private void Join(BlockFetch fetch)
    {
        if (_joined.Count >= MostJoined)
        {
            _joined.RemoveWhere(static joined => joined.IsDone);
        }

        if (_joined.Add(fetch))
        {
            fetch.Join();
        }
    }
}

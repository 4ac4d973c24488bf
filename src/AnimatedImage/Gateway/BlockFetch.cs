using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Gateway;

/// <summary>
/// One run of blocks on its way from the store, for everybody who waits for one of them. What breaks off goes on where it broke, after a
/// pause; when the last reader has lost interest the transfer ends.
/// </summary>
/// <param name="target">The object.</param>
/// <param name="first">The first block.</param>
/// <param name="end">The block after the last one.</param>
internal sealed class BlockFetch(CachedObject target, long first, long end) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly long _endOffset = Math.Min(target.Bytes, end * BlockCache.BlockBytes);
    private long _next = first * BlockCache.BlockBytes;
    private int _interest;
    private Task _run = Task.CompletedTask;
    private ConversionException? _failure;

    /// <summary>True when nothing more comes. Under the gate.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Begins the transfer, in the order of calls: what is needed first is asked for first. Under the gate.</summary>
    public void Start() => _run = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default).Unwrap();

    /// <summary>A reader wants its bytes. Under the gate.</summary>
    public void Join() => _interest++;

    /// <summary>A reader does not want them any more. Under the gate.</summary>
    public void Leave()
    {
        if (--_interest == 0)
        {
            _ = CancelAsync();
        }
    }

    /// <summary>Ends the transfer; done when it has ended. Called under the gate, awaited outside.</summary>
    public async Task CancelAsync()
    {
        if (IsDone)
        {
            return;
        }

        await _cancellation.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    private async Task RunAsync()
    {
        try
        {
            await FetchAsync(_cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            // Nobody wants the rest; what came stays.
        }
        catch (ConversionException failure)
        {
            _failure = failure;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _failure = new ConversionException(ErrorId.StorageFailed, FailureKind.Internal, $"'{target.Location}' could not be read: {failure.Message}", "Try again.", failure);
        }
        finally
        {
            End();
        }
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        RetryClock clock = new(target.Options);
        while (_next < _endOffset)
        {
            long before = _next;
            try
            {
                await TransferAsync(cancellationToken).ConfigureAwait(false);
                if (_next < _endOffset)
                {
                    throw Broken(null);
                }
            }
            catch (ConversionException failure) when (failure.IsTransient)
            {
                if (_next > before)
                {
                    clock.Reset();
                }

                await clock.WaitAsync(failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // One request. Ends early when the connection breaks.
    private async Task TransferAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(target.Options.StallLimit);
        try
        {
            StoreRange range = await target.Store.ReadAsync(target.Location, StartOffset(), _endOffset - _next, target.ETag, stall.Token).ConfigureAwait(false);
            await using (range.ConfigureAwait(false))
            {
                target.Verify(range);
                if (range.Offset != _next)
                {
                    throw new ConversionException(
                        ErrorId.StorageFailed,
                        FailureKind.Internal,
                        string.Create(CultureInfo.InvariantCulture, $"'{target.Location}' cannot be read in parts: the server was asked for byte {_next} and sent byte {range.Offset}."),
                        "Use a server that understands range requests, or download the file first.");
                }

                await CopyAsync(range.Content, stall).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && (failure is IOException or HttpRequestException or ObjectDisposedException || (failure is OperationCanceledException && stall.IsCancellationRequested)))
        {
            throw Broken(failure);
        }
    }

    private async Task CopyAsync(Stream content, CancellationTokenSource stall)
    {
        while (_next < _endOffset)
        {
            Block block;
            Memory<byte> space;
            lock (target.Cache.Gate)
            {
                block = target.BlockAt(_next / BlockCache.BlockBytes);
                if (block.Data is null)
                {
                    target.Cache.Allocate(block);
                }

                space = block.Data.AsMemory(block.Filled, block.Length - block.Filled);
            }

            int count = await content.ReadAsync(space, stall.Token).ConfigureAwait(false);
            if (count == 0)
            {
                return;
            }

            stall.CancelAfter(target.Options.StallLimit);
            target.Count(count);
            lock (target.Cache.Gate)
            {
                block.Filled += count;
                _next += count;
                if (block.IsWhole)
                {
                    block.Fetch = null;
                }

                block.Pulse();
            }
        }
    }

    // A first block that an ended transfer left half filled is gone on with.
    private long StartOffset()
    {
        lock (target.Cache.Gate)
        {
            Block block = target.BlockAt(_next / BlockCache.BlockBytes);
            return _next = block.Offset + block.Filled;
        }
    }

    private ConversionException Broken(Exception? inner) => new(
        ErrorId.StorageFailed,
        FailureKind.Internal,
        string.Create(CultureInfo.InvariantCulture, $"The transfer of '{target.Location}' broke off at byte {_next} of {target.Bytes}."),
        "Try again; if it happens again, look at the network and at the store.",
        inner) { IsTransient = true };

    private void End()
    {
        lock (target.Cache.Gate)
        {
            IsDone = true;
            target.Done(this);
            for (long index = _next / BlockCache.BlockBytes; index < end; index++)
            {
                Block block = target.BlockAt(index);
                if (block.Fetch == this)
                {
                    block.Fetch = null;
                    block.Failure = _failure;
                    block.Pulse();
                }
            }

            Dispose();
        }
    }
}

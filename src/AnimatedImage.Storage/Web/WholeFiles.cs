using AnimatedImage.Failures;

namespace AnimatedImage.Storage.Web;

/// <summary>
/// Ranges from servers that send files only whole. A reader that goes forwards is served from one answer, however many ranges it asks
/// for; a step back begins a new answer, and what lies before the range is read and thrown away, as long as that is little.
/// </summary>
/// <param name="access">What may be asked.</param>
internal sealed class WholeFiles(WebAccess access) : IDisposable
{
    /// <summary>The most that is thrown away for one range, in bytes.</summary>
    private const long MostSkipped = 256L << 20;

    /// <summary>Answers that wait for their reader to come back; each holds a connection.</summary>
    private const int MostParked = 4;

    private readonly LinkedList<(string Path, WholeBody Body)> _parked = new();
    private readonly Lock _lock = new();

    /// <summary>True when an answer waits that can serve a range at little cost.</summary>
    public WholeBody? Take(MediaLocation location, long offset)
    {
        lock (_lock)
        {
            for (LinkedListNode<(string Path, WholeBody Body)>? node = _parked.First; node is not null; node = node.Next)
            {
                if (node.Value.Path == location.Path && node.Value.Body.Position <= offset && offset - node.Value.Body.Position <= MostSkipped)
                {
                    _parked.Remove(node);
                    return node.Value.Body;
                }
            }
        }

        return null;
    }

    /// <summary>A range of a body; the body waits afterwards for the next one.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.StorageFailed"/> when too much lies before it.</exception>
    public async Task<StoreRange> ReadAsync(MediaLocation location, WholeBody body, long offset, long count, CancellationToken cancellationToken)
    {
        try
        {
            if (offset - body.Position > MostSkipped && offset < body.Total)
            {
                throw new ConversionException(
                    ErrorId.StorageFailed,
                    FailureKind.Internal,
                    $"The server of {location} sends files only from the beginning, and what is needed lies {offset >> 20} MiB into this one.",
                    "Download it first.");
            }

            await SkipAsync(location, body, Math.Min(offset, body.Total), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        long length = Math.Max(0, Math.Min(count, body.Total - offset));
        BodySlice slice = new(body, length, given => Park(location, given));
        return new StoreRange(new RangeContent(slice, slice, location, access.Timeout), offset, length, body.Total, body.Version);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach ((_, WholeBody body) in _parked)
            {
                body.Dispose();
            }

            _parked.Clear();
        }
    }

    private async Task SkipAsync(MediaLocation location, WholeBody body, long offset, CancellationToken cancellationToken)
    {
        byte[] waste = new byte[Math.Min(1 << 16, Math.Max(1, offset - body.Position))];
        while (body.Position < offset)
        {
            // Not disposed: the body outlives it.
            RangeContent reader = new(new BodySlice(body, Math.Min(waste.Length, offset - body.Position), _ => { }), body, location, access.Timeout);
            if (await reader.ReadAsync(waste, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new ConversionException(
                    ErrorId.StorageUnreachable, FailureKind.Internal, $"Reading {location} stopped in the middle: the connection broke.", "Try again.") { IsTransient = true };
            }
        }
    }

    private void Park(MediaLocation location, WholeBody body)
    {
        WholeBody? tooMany = body.Position >= body.Total ? body : null;
        lock (_lock)
        {
            if (tooMany is null)
            {
                _parked.AddFirst((location.Path, body));
                if (_parked.Count > MostParked)
                {
                    tooMany = _parked.Last!.Value.Body;
                    _parked.RemoveLast();
                }
            }
        }

        tooMany?.Dispose();
    }
}

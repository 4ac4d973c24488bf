namespace AnimatedImage.Storage.Web;

/// <summary>The next bytes of a whole body. Disposing gives the body back.</summary>
/// <param name="body">The body, which stands at the first byte.</param>
/// <param name="count">How many bytes belong to the slice.</param>
/// <param name="giveBack">Takes the body when the slice is disposed.</param>
internal sealed class BodySlice(WholeBody body, long count, Action<WholeBody> giveBack) : ForwardStream
{
    private long _left = count;
    private bool _isGivenBack;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await body.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isGivenBack)
        {
            _isGivenBack = true;
            giveBack(body);
        }

        base.Dispose(disposing);
    }
}

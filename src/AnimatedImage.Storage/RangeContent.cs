using System.Net.Sockets;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>
/// The bytes of a range on their way. A broken or stalled connection is told as a failure that may pass, never as the end of the bytes.
/// </summary>
/// <param name="content">The bytes.</param>
/// <param name="owner">Disposed with the stream.</param>
/// <param name="location">For the message.</param>
/// <param name="patience">How long a read may take; null = a minute.</param>
internal sealed class RangeContent(Stream content, IDisposable owner, MediaLocation location, TimeSpan? patience = null) : ForwardStream
{
    private static readonly TimeSpan _minute = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience ?? _minute);
        try
        {
            return await content.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is IOException or HttpRequestException or SocketException or OperationCanceledException)
        {
            string what = exception is OperationCanceledException ? "the server fell silent" : "the connection broke";
            throw new ConversionException(
                ErrorId.StorageUnreachable, FailureKind.Internal, $"Reading {location} stopped in the middle: {what}.", "Try again.", NetworkFailure.Find<SocketException>(exception))
            {
                IsTransient = true,
            };
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            owner.Dispose();
        }

        base.Dispose(disposing);
    }
}

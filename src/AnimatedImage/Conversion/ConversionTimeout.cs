using AnimatedImage.Failures;

namespace AnimatedImage.Conversion;

/// <summary>The longest time that a conversion may take, as its plan says.</summary>
internal static class ConversionTimeout
{
    /// <summary>Does it, and ends it when the time is up or the source's store fails.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.TimedOut"/>, or what the work throws.</exception>
    public static async Task<T> KeepAsync<T>(PreparedConversion conversion, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(conversion.Plan.Timeout);
        try
        {
            return await conversion.Opened.WatchAsync(() => work(limit.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            throw new ConversionException(
                ErrorId.TimedOut,
                FailureKind.Internal,
                $"Converting '{conversion.Plan.Source.Input.Location}' took longer than {conversion.Plan.Timeout}.",
                "Raise -Timeout, or take less: a shorter range, a lower -FrameRate, a smaller -Width.");
        }
    }
}

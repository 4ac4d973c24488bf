using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Failures;

namespace AnimatedImage.Gateway;

/// <summary>Decides how long to wait before the next try, and when to give up. Waits double, and half of each is chance, so that many readers do not come back at once.</summary>
/// <param name="options">Patience.</param>
internal sealed class RetryClock(GatewayOptions options)
{
    private long _firstFailure;
    private int _tries;

    /// <summary>Something went well.</summary>
    public void Reset() => _tries = 0;

    /// <summary>Waits for the next try.</summary>
    /// <exception cref="ConversionException">The failure again, when time is up.</exception>
    public async Task WaitAsync(ConversionException failure, CancellationToken cancellationToken)
    {
        if (failure.HasBeenRetried)
        {
            throw failure;
        }

        if (_tries++ == 0)
        {
            _firstFailure = Stopwatch.GetTimestamp();
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(_firstFailure);
        double doubled = options.FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(_tries - 1, 30));
        double wait = Math.Min(doubled, options.LongestDelay.TotalMilliseconds) * (0.5 + (Random.Shared.NextDouble() / 2));
        if (elapsed.TotalMilliseconds + wait > options.RetryFor.TotalMilliseconds)
        {
            throw new ConversionException(
                failure.ErrorId,
                failure.Kind,
                string.Create(CultureInfo.InvariantCulture, $"{failure.Message} It was tried {_tries} times in {elapsed.TotalSeconds:0.#} s."),
                failure.Advice,
                failure);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(wait), cancellationToken).ConfigureAwait(false);
    }
}

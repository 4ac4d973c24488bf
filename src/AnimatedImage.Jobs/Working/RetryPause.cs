namespace AnimatedImage.Jobs.Working;

/// <summary>How long a job waits before it is tried again.</summary>
internal static class RetryPause
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>Twice as long after every attempt, up to five minutes, and a fifth more or less so that many do not come at once.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public static TimeSpan After(int attempt)
    {
        double seconds = Math.Min(s_longest.TotalSeconds, s_first.TotalSeconds * Math.Pow(2, attempt - 1));
#pragma warning disable CA5394 // Spreads load; nothing depends on it being unpredictable.
        return TimeSpan.FromSeconds(seconds * (0.8 + (Random.Shared.NextDouble() * 0.4)));
#pragma warning restore CA5394
    }
}

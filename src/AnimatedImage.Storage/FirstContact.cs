using System.Diagnostics;

namespace AnimatedImage.Storage;

/// <summary>
/// A server that has never answered is misspelled more often than it is restarting: it is tried for two seconds. One that has answered
/// before gets all the patience of whoever asks it.
/// </summary>
internal sealed class FirstContact
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);

    private long _firstTry;
    private volatile bool _isMade;

    /// <summary>True once the server has answered anything.</summary>
    public bool IsMade => _isMade;

    /// <summary>The server answers.</summary>
    public void Make() => _isMade = true;

    /// <summary>After a connection that could not be made: waits a moment, and tells whether it shall be tried again.</summary>
    public async Task<bool> MayTryAgainAsync(CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref _firstTry, Stopwatch.GetTimestamp(), 0);
        if (Stopwatch.GetElapsedTime(Interlocked.Read(ref _firstTry)) + _pause > _patience)
        {
            return false;
        }

        await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
        return true;
    }
}

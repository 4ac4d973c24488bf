namespace AnimatedImage.Gateway;

/// <summary>
/// How far one reader's bytes are fetched ahead of it. Every reader begins small, so that a seek wastes little. Whenever it has to wait
/// for the store the distance doubles, but it never exceeds what the reader has taken so far, so that a reader that stops wastes no more
/// than it used. One that never waits, because decoding is slower than the store, gets a quarter of what it has taken, for fewer requests.
/// </summary>
/// <param name="limit">The longest distance in bytes.</param>
internal sealed class ReadAhead(long limit)
{
    /// <summary>The distance at first.</summary>
    public const long First = 64 * 1024;

    // A request costs a round trip, so parts are not made smaller than this …
    private const long LeastPart = 256 * 1024;

    // … and a sequential reader has about this many under way at once.
    private const int Parts = 4;

    private const long Longest = 8L << 20;

    // A wait shorter than this costs less than bytes fetched in vain.
    private static readonly TimeSpan s_worthMore = TimeSpan.FromMilliseconds(4);

    private readonly long _limit = Math.Max(First, Math.Min(limit, Longest));
    private long _wanted = 2 * First;
    private long _taken;

    /// <summary>The distance in bytes.</summary>
    public long Distance => Math.Clamp(Math.Max(Math.Min(_taken, _wanted), _taken / 4), First, _limit);

    /// <summary>When no more than this is left ahead, the next part is asked for.</summary>
    public long Reserve => Distance / 4;

    /// <summary>How many bytes one request asks for at most.</summary>
    public long Part => Math.Max(LeastPart, Distance / Parts);

    /// <summary>True once the reader has needed something that was not there: before that nothing is fetched ahead.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The reader needs something that is not there.</summary>
    public void Missed() => IsActive = true;

    /// <summary>The reader had to wait, for as long as this.</summary>
    public void Waited(TimeSpan wait)
    {
        if (wait >= s_worthMore)
        {
            _wanted = Math.Min(_limit, _wanted * 2);
        }
    }

    /// <summary>The reader took bytes.</summary>
    public void Took(long bytes) => _taken += IsActive ? bytes : 0;
}

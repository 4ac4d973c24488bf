namespace AnimatedImage.TestServers.Proxy;

/// <summary>What the proxy does to a request instead of passing it on.</summary>
public sealed record Fault
{
    /// <summary>More than any body has, and small enough to add to.</summary>
    internal const long WholeBody = long.MaxValue / 2;

    private Fault()
    {
    }

    /// <summary>503 SlowDown, as a store answers that is asked too often.</summary>
    public static Fault Throttle { get; } = new() { Status = 503, Code = "SlowDown" };

    /// <summary>500 InternalError.</summary>
    public static Fault Error { get; } = new() { Status = 500, Code = "InternalError" };

    /// <summary>400 ExpiredToken, as AWS answers when temporary credentials have ended.</summary>
    public static Fault ExpiredToken { get; } = new() { Status = 400, Code = "ExpiredToken" };

    /// <summary>The connection is reset before the store sees the request.</summary>
    public static Fault Reset { get; } = new() { IsReset = true };

    /// <summary>The store does what it is asked, and its answer is lost.</summary>
    public static Fault LoseAnswer { get; } = new() { IsReset = true, ReachesStore = true };

    /// <summary>An answer of the proxy's own.</summary>
    public static Fault Answer(int status, string code, params string[] headers) => new() { Status = status, Code = code, Headers = headers };

    /// <summary>403 RequestTimeTooSkewed from a store whose clock is ahead by this.</summary>
    public static Fault OtherClock(TimeSpan ahead) => new() { Status = 403, Code = "RequestTimeTooSkewed", ClockAhead = ahead };

    /// <summary>The answer's body ends after so many bytes.</summary>
    public static Fault Truncate(long bytes) => new() { ReachesStore = true, BodyBytes = bytes };

    /// <summary>The answer's body stops after so many bytes, and the connection stays open.</summary>
    public static Fault Stall(long bytes) => new() { ReachesStore = true, BodyBytes = bytes, Stalls = true };

    /// <summary>The answer takes longer by this.</summary>
    public static Fault Delay(TimeSpan time) => new() { ReachesStore = true, Pause = time };

    /// <summary>The fault of a name in an order: <c>throttle</c>, <c>error</c>, <c>expire</c>, <c>reset</c>, <c>lose</c>, <c>truncate</c>, <c>stall</c>, <c>delay</c>.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static Fault Named(string name) => name switch
    {
        "throttle" => Throttle,
        "error" => Error,
        "expire" => ExpiredToken,
        "reset" => Reset,
        "lose" => LoseAnswer,
        "truncate" => Truncate(1000),
        "stall" => Stall(1000),
        "delay" => Delay(TimeSpan.FromSeconds(2)),
        _ => throw new ArgumentException($"There is no fault '{name}'.", nameof(name)),
    };

    internal int Status { get; private init; }

    internal string? Code { get; private init; }

    internal IReadOnlyList<string> Headers { get; private init; } = [];

    internal TimeSpan ClockAhead { get; private init; }

    internal bool IsReset { get; private init; }

    internal bool ReachesStore { get; private init; }

    internal long BodyBytes { get; private init; } = WholeBody;

    internal bool Stalls { get; private init; }

    internal TimeSpan Pause { get; private init; }
}

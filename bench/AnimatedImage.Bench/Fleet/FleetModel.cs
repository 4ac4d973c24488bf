namespace AnimatedImage.Bench.Fleet;

/// <summary>A fleet to be simulated for a day.</summary>
internal sealed record FleetModel
{
    /// <summary>Worker processes.</summary>
    public required int Workers { get; init; }

    /// <summary>Jobs at once in each.</summary>
    public required int Slots { get; init; }

    /// <summary>Jobs handed in during the day, one by one; the busiest hour has twice the mean.</summary>
    public required double JobsPerDay { get; init; }

    /// <summary>Mean seconds of a conversion; the times are spread log-normally, a tenth takes more than twice the mean.</summary>
    public required double JobSeconds { get; init; }

    /// <summary>What the database's statements cost.</summary>
    public required DatabaseCosts Costs { get; init; }

    /// <summary>Cores of the database's machine.</summary>
    public int DatabaseCores { get; init; } = 8;

    /// <summary>Hours after which a worker is lost, on average; another takes its place after a minute.</summary>
    public double WorkerHours { get; init; } = 24;
}

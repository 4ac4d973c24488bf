using AnimatedImage.Requests;

namespace AnimatedImage.Jobs.Working;

/// <summary>How a worker works. Immutable.</summary>
public sealed record JobWorkerOptions
{
    /// <summary>1–256 jobs at once; default half of the cores, because a conversion uses several, and at least one.</summary>
    public int Capacity { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The queues it serves; empty = all, those made later too.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>2 s–10 min without a sign of life, after which its jobs go to others; default 30 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long running jobs may go on once it was told to stop; what is not done by then is handed back. Default 10 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>True ends the worker when nothing can be claimed and nothing runs; default false.</summary>
    public bool StopWhenEmpty { get; init; }

    /// <summary>Every problem; empty when the options are sound.</summary>
    public IReadOnlyList<RequestProblem> Check()
    {
        List<RequestProblem> problems = [.. Queues.Select(queue => ItemName.Check("Queue", queue, 1)).OfType<RequestProblem>()];
        Range(problems, "Capacity", Capacity, 1, 256, "from 1 to 256");
        Range(problems, "Lease", Lease.TotalSeconds, 2, 600, "from 2 to 600 seconds");
        Range(problems, "DrainTime", DrainTime.TotalSeconds, 0, 86_400, "from 0 seconds to a day");
        return problems;
    }

    private static void Range(List<RequestProblem> problems, string name, double value, double least, double most, string range)
    {
        if (!(value >= least && value <= most))
        {
            problems.Add(RequestProblem.OutOfRange(name, value, range));
        }
    }
}

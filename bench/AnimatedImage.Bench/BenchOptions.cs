using System.Globalization;

namespace AnimatedImage.Bench;

/// <summary>What to measure, and where the things to measure are.</summary>
internal sealed record BenchOptions
{
    /// <summary>Suites to run; empty = all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Which suites of the performance document are run; empty = those it names itself.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>True where a suite that can answer from a part of its cases is to do so.</summary>
    public bool IsBrief { get; init; }

    /// <summary>A folder with videos to use instead of made ones, or null.</summary>
    public string? ClipFolder { get; private init; }

    /// <summary>How often each thing is run; null = the suite's own number.</summary>
    public int? Runs { get; init; }

    /// <summary>Length of the film of the suites that need a long one; null = the suite's own.</summary>
    public int? Minutes { get; private init; }

    /// <summary>How many small objects the suites that need many take; null = the suite's own number.</summary>
    public int? Objects { get; private init; }

    /// <summary>The shipped module's manifest.</summary>
    public required string Module { get; init; }

    /// <summary>The headless host's assembly.</summary>
    public required string Worker { get; init; }

    /// <summary>Where reports go.</summary>
    public required string ResultFolder { get; init; }

    /// <summary>The project's documents.</summary>
    public required string DocumentFolder { get; init; }

    /// <summary>Reads <c>--name value</c> pairs, as the build passes them.</summary>
    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i + 1 < args.Count; i += 2)
        {
            values[args[i].TrimStart('-')] = args[i + 1];
        }

        int? Number(string name) => values.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        string[] List(string name) => values.GetValueOrDefault(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new BenchOptions
        {
            Names = List("name"),
            Only = List("only"),
            ClipFolder = values.GetValueOrDefault("path"),
            Runs = Number("runs"),
            Minutes = Number("minutes"),
            Objects = Number("objects"),
            Module = values["module"],
            Worker = values["worker"],
            ResultFolder = values["results"],
            DocumentFolder = values["documents"],
        };
    }
}

namespace AnimatedImage.Bench.Suites;

/// <summary>One question, answered by measuring. A new suite is one file here and one entry in Program.cs.</summary>
internal interface ISuite
{
    string Name { get; }

    /// <summary>The question, in one line.</summary>
    string Summary { get; }

    BenchReport Run(BenchOptions options);
}

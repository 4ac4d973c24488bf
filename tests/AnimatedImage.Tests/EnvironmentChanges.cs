namespace AnimatedImage.Tests;

/// <summary>Tests that change the process's environment; no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentChanges
{
    public const string Name = "Environment";
}

[assembly: AssemblyFixture(typeof(AnimatedImage.Jobs.Tests.ServerEnd))]

namespace AnimatedImage.Jobs.Tests;

/// <summary>Ends the server of the run.</summary>
public sealed class ServerEnd : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await TestDatabases.EndAsync();
}

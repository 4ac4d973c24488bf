using AnimatedImage.Storage.Tests.Servers;
using AnimatedImage.TestServers;
using AnimatedImage.TestServers.Ceph;

[assembly: AssemblyFixture(typeof(RealStore))]

namespace AnimatedImage.Storage.Tests.Servers;

/// <summary>The real object store of a test run: started once, at the first test that needs it, and gone with the run.</summary>
public sealed class RealStore : IAsyncDisposable
{
    private readonly Lazy<Task<CephServer>> _server = new(() => CephServer.StartAsync());

    /// <summary>The server; where it cannot be had, the test is skipped and says why.</summary>
    public async Task<CephServer> GetAsync()
    {
        try
        {
            return await _server.Value;
        }
        catch (ServerUnavailableException exception)
        {
            Assert.Skip("NO OBJECT STORE TO TEST AGAINST: " + exception.Message);
            throw;
        }
    }

    /// <summary>A new, empty bucket on it.</summary>
    internal async Task<TestBucket> NewBucketAsync() => await TestBucket.CreateAsync(await GetAsync());

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}

namespace AnimatedImage.Jobs.Tests.Stores;

public sealed class PostgresJobStoreTests : JobStoreTests
{
    private protected override Task<string> NewSettingAsync() => TestDatabases.NewAsync();
}

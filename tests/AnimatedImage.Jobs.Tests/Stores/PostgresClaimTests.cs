namespace AnimatedImage.Jobs.Tests.Stores;

public sealed class PostgresClaimTests : ClaimTests
{
    private protected override Task<string> NewSettingAsync() => TestDatabases.NewAsync();
}

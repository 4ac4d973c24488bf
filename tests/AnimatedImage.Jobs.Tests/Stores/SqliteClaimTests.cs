namespace AnimatedImage.Jobs.Tests.Stores;

public sealed class SqliteClaimTests : ClaimTests
{
    private protected override Task<string> NewSettingAsync() => Task.FromResult(Folder.File("jobs.db"));
}

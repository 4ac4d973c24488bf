namespace AnimatedImage.Jobs.Tests.Stores;

public sealed class SqliteJobStoreTests : JobStoreTests
{
    private protected override Task<string> NewSettingAsync() => Task.FromResult(Folder.File("jobs.db"));
}

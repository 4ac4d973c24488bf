namespace AnimatedImage.Jobs.Tests.Stores;

public sealed class SqliteSchemaTests : SchemaTests
{
    private protected override Task<string> NewSettingAsync() => Task.FromResult(Folder.File("jobs.db"));
}

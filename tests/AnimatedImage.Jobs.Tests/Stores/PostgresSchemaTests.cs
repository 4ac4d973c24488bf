namespace AnimatedImage.Jobs.Tests.Stores;

public sealed class PostgresSchemaTests : SchemaTests
{
    private protected override Task<string> NewSettingAsync() => TestDatabases.NewAsync();
}

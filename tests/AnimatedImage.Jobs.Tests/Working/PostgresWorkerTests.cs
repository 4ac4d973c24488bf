namespace AnimatedImage.Jobs.Tests.Working;

public sealed class PostgresWorkerTests : WorkerTests
{
    private protected override Task<string> NewSettingAsync() => TestDatabases.NewAsync();
}

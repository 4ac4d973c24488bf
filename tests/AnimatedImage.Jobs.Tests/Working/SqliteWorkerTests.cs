namespace AnimatedImage.Jobs.Tests.Working;

public sealed class SqliteWorkerTests : WorkerTests
{
    private protected override Task<string> NewSettingAsync() => Task.FromResult(Folder.File("jobs.db"));
}

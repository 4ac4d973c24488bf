namespace AnimatedImage.Jobs.Tests.Faults;

public sealed class SqliteFaultTests : FaultTests
{
    private protected override Task<string> NewSettingAsync() => Task.FromResult(Folder.File("jobs.db"));
}

using AnimatedImage.Jobs.Databases;

namespace AnimatedImage.Jobs.Tests.Stores;

public sealed class SqliteLockHolderTests
{
    [Theory]
    [InlineData("1: POSIX  ADVISORY  WRITE 4711 fe:00:1169 1073741824 1073742335", 4711)]
    [InlineData("2: POSIX  ADVISORY  READ 4712 fe:00:1169 1073741826 1073742335", 4712)]
    [InlineData("1: -> POSIX  ADVISORY  WRITE 4713 fe:00:1169 1073741825 1073741825", null)]
    [InlineData("3: POSIX  ADVISORY  WRITE 4714 fe:00:1170 0 EOF", null)]
    [InlineData("4: FLOCK  ADVISORY  WRITE 4715 fe:00:1169 1073741824 1073742335", null)]
    [InlineData("5: OFDLCK ADVISORY  WRITE -1 fe:00:1169 1073741824 1073742335", null)]
    [InlineData("", null)]
    public void Only_the_locks_of_SQLite_count(string line, int? process) => Assert.Equal(process, SqliteLockHolder.Locker(line));

    [Fact]
    public void A_file_that_nobody_holds_has_no_holder() => Assert.Null(SqliteLockHolder.Describe(Path.Combine(Path.GetTempPath(), "no-such-jobs.db")));
}

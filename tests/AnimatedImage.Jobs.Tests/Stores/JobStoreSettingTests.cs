using AnimatedImage.Configuration;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Tests;

namespace AnimatedImage.Jobs.Tests.Stores;

/// <summary>Which store a setting names, and that no password gets into it or out of it.</summary>
public sealed class JobStoreSettingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("postgres://ann@db.example.org/jobs?sslmode=require", true)]
    [InlineData("postgresql://db.example.org:6432/jobs?password-env=JOBS_PASSWORD", true)]
    [InlineData("Host=db.example.org;Username=ann;Database=jobs", true)]
    [InlineData("host=db.example.org;dbname=jobs;password-vault=team/jobs", true)]
    [InlineData("jobs.db", false)]
    [InlineData("sqlite:/var/lib/jobs.db", false)]
    public void Every_form_is_understood(string text, bool isShared)
    {
        JobStoreSetting setting = JobStoreSetting.Parse(text);
        Assert.Equal((isShared, text), (setting.IsShared, setting.ToString()));
    }

    [Theory]
    [InlineData("postgres://ann:hush@db.example.org/jobs")]
    [InlineData("postgres://ann@db.example.org/jobs?password=hush")]
    [InlineData("Host=db.example.org;Username=ann;Password=hush")]
    [InlineData("Host=db.example.org;PWD=hush")]
    public void A_password_is_refused_and_not_repeated(string text)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => JobStoreSetting.Parse(text));
        Assert.Equal(ErrorId.InvalidParameter, failure.ErrorId);
        Assert.DoesNotContain("hush", failure.ToString() + failure.Advice, StringComparison.Ordinal);
        Assert.Contains("password", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://db.example.org")]
    [InlineData("postgres://db.example.org/jobs?nosuchword=1")]
    [InlineData("Host=db.example.org;nosuchword=1")]
    [InlineData("mysql://db.example.org/jobs")]
    public void What_cannot_be_understood_is_one_clear_error(string text) =>
        Assert.Equal(ErrorId.InvalidParameter, Assert.Throws<ConversionException>(() => JobStoreSetting.Parse(text)).ErrorId);

    [Fact]
    public async Task A_password_that_is_referred_to_and_missing_is_told()
    {
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => JobStore.OpenAsync(
            JobStoreSetting.Parse("postgres://ann@127.0.0.1:1/jobs?password-env=ANIMATEDIMAGE_NOT_SET"), null, Cancellation));
        Assert.Equal(ErrorId.CredentialNotFound, failure.ErrorId);
        Assert.Contains("ANIMATEDIMAGE_NOT_SET", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_one_clear_error_without_the_password()
    {
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => JobStore.OpenAsync(
            JobStoreSetting.Parse("postgres://ann@127.0.0.1:1/jobs?password-vault=jobs"), _ => "hush", Cancellation));
        Assert.Equal(ErrorId.JobStoreUnreachable, failure.ErrorId);
        Assert.True(failure.IsTransient);
        Assert.DoesNotContain("hush", failure.ToString() + failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_something_else_or_cannot_be_is_one_clear_error()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("letter.txt"), new string('x', 5000), Cancellation);
        foreach (string path in new[] { folder.File("letter.txt"), Path.Combine(folder.File("letter.txt"), "jobs.db") })
        {
            ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => JobStore.OpenAsync(JobStoreSetting.Parse(path), null, Cancellation));
            Assert.Equal(ErrorId.JobStoreUnreachable, failure.ErrorId);
            Assert.Contains("letter.txt", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_file_is_its_user_s_alone_and_its_journal_suits_the_library()
    {
        using TemporaryFolder folder = new();
        await using JobStore store = await JobStore.OpenAsync(JobStoreSetting.Parse(Path.Combine(folder.Path, "new", "jobs.db")), null, Cancellation);
        string mode = store.Database.Read(connection => connection.Query(null, "PRAGMA journal_mode", row => row.GetString(0)).Single());
        Assert.Equal(SqliteLibrary.IsWalSafe ? "wal" : "persist", mode);
        Assert.True(SqliteLibrary.Version >= new Version(3, 35, 5));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "new", "jobs.db")));
        }
    }

    [Fact]
    public async Task Looking_for_a_store_makes_none()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "new", "jobs.db");
        Assert.Null(await JobStore.OpenExistingAsync(JobStoreSetting.Parse(path), null, Cancellation));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "new")));
        string empty = folder.File("empty.db");
        await File.WriteAllBytesAsync(empty, [], Cancellation);
        Assert.Null(await JobStore.OpenExistingAsync(JobStoreSetting.Parse(empty), null, Cancellation));
        Assert.Equal(0, new FileInfo(empty).Length);
        await (await JobStore.OpenAsync(JobStoreSetting.Parse(path), null, Cancellation)).DisposeAsync();
        await using JobStore? found = await JobStore.OpenExistingAsync(JobStoreSetting.Parse(path), null, Cancellation);
        Assert.NotNull(found);
    }

    [Fact]
    public void The_configuration_means_the_same_variable() =>
        Assert.Equal(JobStoreSetting.Variable, AnimationConfiguration.Read()[nameof(AnimationConfiguration.JobStore)].Variable);
}

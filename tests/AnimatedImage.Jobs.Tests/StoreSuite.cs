using AnimatedImage.Jobs.Working;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Tests;

namespace AnimatedImage.Jobs.Tests;

/// <summary>A store and short words for tests that run on both databases.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    private protected static readonly JobWorkerOptions Options = new() { Capacity = 4 };

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected TemporaryFolder Folder { get; } = new();

    private protected string Setting { get; private set; } = "";

    private protected JobStore Store { get; private set; } = null!;

    private protected abstract Task<string> NewSettingAsync();

    public async ValueTask InitializeAsync()
    {
        Setting = await NewSettingAsync();
        Store = await OpenAsync();
    }

    /// <summary>Goes on with another store.</summary>
    private protected async Task UseAsync(string setting)
    {
        await Store.DisposeAsync();
        Setting = setting;
        Store = await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<JobStore> OpenAsync() => JobStore.OpenAsync(JobStoreSetting.Parse(Setting), null, Cancellation);

    private protected JobSubmission Submission(string name = "clip.mp4") => new()
    {
        Requests = [new ConversionRequest { Source = MediaLocation.FromPath(Folder.File(name)), Destination = Folder.File(Path.ChangeExtension(name, ".gif")) }],
        Date = DateTimeOffset.UnixEpoch,
    };

    private protected async Task<Job> SubmitAsync(JobSubmission? submission = null) => (await Store.SubmitAsync([submission ?? Submission()], Cancellation))[0];

    private protected async Task<Job> GetAsync(Job job) => (await Store.FindAsync(job.Id, Cancellation))!;

    private protected async Task<List<Job>> ListAsync(JobQuery query)
    {
        List<Job> jobs = [];
        await foreach (Job job in Store.ListAsync(query, Cancellation))
        {
            jobs.Add(job);
        }

        return jobs;
    }

    private protected JobClaim Claim(string owner = "one", TimeSpan? lease = null) => Store.Claim(owner, Options with { Lease = lease ?? Options.Lease })!;

    /// <summary>Runs a statement beside the store.</summary>
    private protected int Execute(string sql) => Store.Database.Change(connection => AnimatedImage.Jobs.Databases.SqlStatement.Execute(connection, null, sql));
}

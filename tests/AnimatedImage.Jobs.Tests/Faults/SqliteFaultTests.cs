using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AnimatedImage.Jobs.Tests.Faults;

/// <summary>On SQLite also: somebody holds the file, as a process does that was stopped in the middle of a write.</summary>
public sealed class SqliteFaultTests : FaultTests
{
    [Fact]
    public Task Workers_wait_for_a_file_that_another_process_holds() => RunAsync(async () =>
    {
        IReadOnlyList<Job> jobs = await Store.SubmitAsync([Conversion(LongClip(), "a.gif")], Limited);
        WorkerProcess worker = StartWorker(lease: 30);
        await UntilRunningAsync(jobs[0]);
        WorkerProcess late;
        using (SqliteConnection holder = Hold(seconds: 60))
        {
            late = StartWorker(lease: 30);
            await worker.UntilAsync("StoreLost", Limited);
            await late.UntilAsync("StoreLost", Limited);
        }

        await UntilDoneAsync();
        await late.UntilAsync("WorkerStarted", Limited);
        Assert.False(worker.HasEnded);
        await AssertFinishedOnceAsync(jobs);
        Assert.Equal(1, (await GetAsync(jobs[0])).Attempt);
        if (OperatingSystem.IsLinux())
        {
            string us = string.Create(CultureInfo.InvariantCulture, $"The process {Environment.ProcessId} (");
            Assert.All(new[] { worker, late }, each => Assert.Contains(each.Log, line => line.Event == "StoreLost" && line.Line.Contains(us, StringComparison.Ordinal)));
        }
    });

    private protected override Task<string> NewSettingAsync() => Task.FromResult(Folder.File("jobs.db"));

    private protected override async Task<bool> IsAtRestAsync()
    {
        try
        {
            await using SqliteConnection connection = await Task.Run(() => Hold(seconds: 1), Limited);
            return true;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == 5)
        {
            return false;
        }
    }

    /// <summary>Keeps everybody else from the file until it is disposed of.</summary>
    /// <param name="seconds">How long to try.</param>
    private SqliteConnection Hold(int seconds)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Setting, Pooling = false, DefaultTimeout = seconds }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

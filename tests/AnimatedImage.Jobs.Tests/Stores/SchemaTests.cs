using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;

namespace AnimatedImage.Jobs.Tests.Stores;

/// <summary>Older stores are brought up to date and newer ones left alone: the same on both databases.</summary>
public abstract class SchemaTests : StoreSuite
{
    [Fact]
    public async Task A_store_of_the_first_release_is_brought_up_to_date_with_its_jobs()
    {
        Revert();
        await UseAsync(Setting);
        Assert.Equal(SchemaVersions.Newest, Version());
        Job old = Assert.Single(await ListAsync(new JobQuery { Tags = ["old"] }));
        Assert.Equal(("from-0-1-0", JobState.Submitted, "/videos/clip.mp4", "/videos/clip.gif"), (old.Name, old.State, old.Source.Path, old.Requests[0].Destination));
        Job young = await SubmitAsync();
        Assert.Equal([old.Id, young.Id], [Claim().Job.Id, Claim().Job.Id]);
    }

    [Fact]
    public async Task Many_who_open_an_old_store_at_once_bring_it_up_to_date_once()
    {
        Revert();
        JobStore[] stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync()));
        Assert.Equal(SchemaVersions.Newest, Version());
        foreach (JobStore store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_newer_store_is_refused_and_not_touched()
    {
        Execute("UPDATE schema_version SET version = 99");
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(OpenAsync);
        Assert.Equal(ErrorId.JobStoreNewer, failure.ErrorId);
        Assert.Contains("99", failure.Message, StringComparison.Ordinal);
        Assert.Equal(99, Version());
    }

    [Fact]
    public void A_new_store_has_what_an_upgraded_one_has()
    {
        string[] fresh = Columns();
        Revert();
        SchemaVersions.Apply(Store.Database);
        Assert.Equal(fresh, Columns());
    }

    /// <summary>Puts the store back to where the first release left it.</summary>
    private void Revert()
    {
        foreach (string table in new[] { "jobs", "job_tags", "queues", "workers", "schema_version" })
        {
            Execute($"DROP TABLE {table}");
        }

        string text = string.Join('\n', File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "schema-1.sql")).Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        foreach (string statement in text.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Execute(statement);
        }
    }

    private int Version() => (int)Store.Database.Read(connection => connection.Number(null, "SELECT version FROM schema_version"))!;

    private string[] Columns() => Store.Database.Read(connection =>
    {
        using System.Data.Common.DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM jobs";
        using System.Data.Common.DbDataReader reader = command.ExecuteReader();
        return Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
    });
}

using AnimatedImage.TestServers;
using AnimatedImage.TestServers.Postgres;
using Npgsql;

namespace AnimatedImage.Jobs.Tests;

/// <summary>A PostgreSQL server for the run of the tests, with a database for each that asks.</summary>
internal static class TestDatabases
{
    private static readonly Lazy<Task<PostgresServer>> s_server = new(PostgresServer.StartAsync);
    private static int s_count;

    /// <summary>A setting for a new, empty database; the test is skipped where there is no server.</summary>
    public static async Task<string> NewAsync() => await NewAsync(await ServerAsync());

    /// <summary>A setting for a new, empty database on a server of the test's own.</summary>
    public static async Task<string> NewAsync(PostgresServer server)
    {
        string name = $"jobs{Interlocked.Increment(ref s_count)}";
        await using NpgsqlConnection connection = new($"Host=127.0.0.1;Port={server.Port};Username={PostgresServer.User};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"postgres://{PostgresServer.User}@127.0.0.1:{server.Port}/{name}";
    }

    /// <summary>A server of the test's own, to do to it as it likes; the test is skipped where there is none.</summary>
    public static async Task<PostgresServer> OwnServerAsync()
    {
        try
        {
            return await PostgresServer.StartAsync();
        }
        catch (ServerUnavailableException missing)
        {
            Assert.Skip($"NO POSTGRESQL: {missing.Message}");
            throw;
        }
    }

    private static async Task<PostgresServer> ServerAsync()
    {
        try
        {
            return await s_server.Value;
        }
        catch (ServerUnavailableException missing)
        {
            Assert.Skip($"NO POSTGRESQL: {missing.Message}");
            throw;
        }
    }

    /// <summary>Ends the server when the last test has.</summary>
    public static async Task EndAsync()
    {
        if (s_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await s_server.Value).DisposeAsync();
        }
    }
}

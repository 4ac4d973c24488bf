using System.Data.Common;
using AnimatedImage.Failures;
using Npgsql;

namespace AnimatedImage.Jobs.Databases;

/// <summary>A PostgreSQL database, for as many machines as like. All tables lie in the schema <c>animatedimage</c>.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>The schema of all tables.</summary>
    public const string Schema = "animatedimage";

    private const string Channel = "animatedimage_jobs";

    // A notice without this has something to take.
    private const string Stop = "stop";

    // Any number that is always the same; the first eight letters of the product's name.
    private const long SchemaLock = 0x616E696D61746564;

    private static readonly TimeSpan s_waitForNotice = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_waitBeforeReconnect = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private Thread? _listener;
    private volatile bool _listens;

    /// <summary>Takes a database, given complete with its password.</summary>
    public PostgresDatabase(NpgsqlConnectionStringBuilder settings)
    {
        Description = $"PostgreSQL {settings.Host}:{settings.Port}/{settings.Database}";
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override string Now => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    /// <inheritdoc/>
    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    /// <inheritdoc/>
    public override string ForUpdate => "FOR NO KEY UPDATE";

    /// <inheritdoc/>
    public override string ForKeyShare => "FOR KEY SHARE";

    /// <inheritdoc/>
    public override string Like => "ILIKE";

    /// <inheritdoc/>
    public override string TextOfItems(string column, string member) =>
        $"(SELECT value ->> '{member}' AS {member} FROM json_array_elements(CAST({column} AS json))) AS items";

    /// <inheritdoc/>
    public override bool Notifies => _listens;

    /// <inheritdoc/>
    public override void Listen()
    {
        lock (_lock)
        {
            if (_listener is null)
            {
                _listener = new Thread(ListenUntilEnded) { IsBackground = true, Name = "Job notifications" };
                _listener.Start();
            }
        }
    }

    /// <inheritdoc/>
    public override void Notify(DbConnection connection, DbTransaction? transaction)
    {
        connection.Execute(transaction, "SELECT pg_notify(@channel, '')", ("channel", Channel));
        OnNotified();
    }

    /// <inheritdoc/>
    public override void Interrupt(DbConnection connection, DbTransaction? transaction)
    {
        connection.Execute(transaction, "SELECT pg_notify(@channel, @stop)", ("channel", Channel), ("stop", Stop));
        OnInterrupted();
    }

    /// <inheritdoc/>
    public override void LockSchema(DbConnection connection, DbTransaction transaction)
    {
        connection.Execute(transaction, "SELECT pg_advisory_xact_lock(@key)", ("key", SchemaLock));
        connection.Execute(transaction, $"CREATE SCHEMA IF NOT EXISTS {Schema}");
    }

    /// <inheritdoc/>
    public override bool HasTable(DbConnection connection, DbTransaction? transaction, string table) => connection.Number(
        transaction,
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = @schema AND table_name = @name",
        ("schema", Schema),
        ("name", table)) > 0;

    /// <inheritdoc/>
    public override bool IsTransient(Exception exception) => exception switch
    {
        // 57P01–57P03: the server stops or starts; 40001, 40P01: two transactions met; 25P03: this process was stopped within one; 53…: it has
        // too much to do.
        PostgresException server => server.IsTransient || server.SqlState is "57P01" or "57P02" or "57P03" or "40001" or "40P01" or "25P03" || server.SqlState.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException client => client.IsTransient || client.InnerException is IOException or TimeoutException or System.Net.Sockets.SocketException,
        _ => exception is TimeoutException or IOException or System.Net.Sockets.SocketException,
    };

    /// <inheritdoc/>
    public override ConversionException Explain(Exception exception)
    {
        string advice = (exception as PostgresException)?.SqlState switch
        {
            "28P01" or "28000" => "Check the user, and the password that the setting refers to: PGPASSWORD, the pgpass file, password-env or password-vault.",
            "3D000" => "Create the database, or name another one.",
            "42501" => $"Grant this user CREATE on the database, or create the schema {Schema} and make the user its owner.",
            _ => "Check that the server runs and can be reached from here, and the setting ANIMATEDIMAGE_JOBSTORE.",
        };
        return new ConversionException(
            ErrorId.JobStoreUnreachable,
            FailureKind.Internal,
            $"The job store {Description} cannot be used: {exception.Message}",
            advice,
            exception) { IsTransient = IsTransient(exception) };
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _ended.Cancel();
        _listener?.Join(TimeSpan.FromSeconds(5));
        _source.Dispose();
        _ended.Dispose();
    }

    /// <inheritdoc/>
    protected override DbConnection Open() => _source.OpenConnection();

    private void Tell(string payload)
    {
        if (payload == Stop)
        {
            OnInterrupted();
        }
        else
        {
            OnNotified();
        }
    }

    private void ListenUntilEnded()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                using NpgsqlConnection connection = _source.OpenConnection();
                connection.Notification += (_, notice) => Tell(notice.Payload);
                connection.Execute(null, $"LISTEN {Channel}");
                _listens = true;

                // What was told while nobody listened is found by looking.
                OnNotified();
                OnInterrupted();
                while (!_ended.IsCancellationRequested)
                {
                    connection.WaitAsync(s_waitForNotice, _ended.Token).GetAwaiter().GetResult();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (IsFailure(exception) || exception is InvalidOperationException)
            {
                _listens = false;
                _ended.Token.WaitHandle.WaitOne(s_waitBeforeReconnect);
            }
        }
    }
}

using AnimatedImage.Failures;

namespace AnimatedImage.Jobs.Databases;

/// <summary>
/// The tables, built step by step: a released step never changes, a change is a new step at the end. The statements suit both databases.
/// Times are milliseconds since 1970 by the database's clock.
/// </summary>
internal static class SchemaVersions
{
    /// <summary>The newest version that is known.</summary>
    public static int Newest => s_steps.Length;

    private static readonly string[][] s_steps =
    [
        // 1: version 0.1.0.
        [
            """
            CREATE TABLE jobs (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, state INTEGER NOT NULL, queue TEXT NOT NULL, priority INTEGER NOT NULL,
                tags TEXT NOT NULL, template TEXT, user_data TEXT, session_id TEXT UNIQUE,
                source TEXT NOT NULL, requests TEXT NOT NULL, item_index INTEGER, item_date TEXT NOT NULL,
                not_before BIGINT, waiting INTEGER NOT NULL, max_attempts INTEGER NOT NULL, attempt INTEGER NOT NULL,
                fence BIGINT NOT NULL, owner TEXT, lease_until BIGINT, cancel INTEGER NOT NULL,
                submitted BIGINT NOT NULL, started BIGINT, finished BIGINT,
                stage TEXT NOT NULL, fraction DOUBLE PRECISION NOT NULL, frame INTEGER NOT NULL, frame_count INTEGER NOT NULL,
                plan TEXT, folders TEXT, staged TEXT, results TEXT,
                error_id TEXT, error_kind TEXT, error_message TEXT, error_advice TEXT,
                bytes_in BIGINT NOT NULL, bytes_out BIGINT NOT NULL)
            """,
            "CREATE INDEX jobs_claim ON jobs (queue, priority DESC, submitted, id) WHERE state = 0 AND waiting = 0",
            "CREATE INDEX jobs_due ON jobs (not_before) WHERE state = 0 AND waiting = 1",
            "CREATE INDEX jobs_lease ON jobs (lease_until) WHERE state = 1",
            "CREATE INDEX jobs_owner ON jobs (owner) WHERE state = 1",
            "CREATE INDEX jobs_newest ON jobs (submitted DESC, id DESC)",
            "CREATE INDEX jobs_finished ON jobs (finished)",
            "CREATE TABLE job_tags (tag TEXT NOT NULL, job_id TEXT NOT NULL, PRIMARY KEY (tag, job_id))",
            "CREATE INDEX job_tags_job ON job_tags (job_id)",
            "CREATE TABLE queues (name TEXT PRIMARY KEY, paused INTEGER NOT NULL, concurrency INTEGER)",
            """
            CREATE TABLE workers (
                id TEXT PRIMARY KEY, host TEXT NOT NULL, process_id INTEGER NOT NULL, version TEXT NOT NULL, capacity INTEGER NOT NULL,
                queues TEXT NOT NULL, lease BIGINT NOT NULL, started BIGINT NOT NULL, heartbeat BIGINT NOT NULL, stopping INTEGER NOT NULL)
            """,
        ],

        // 2: the trace that a job belongs to, so that its conversion appears below whatever submitted it.
        [
            "ALTER TABLE jobs ADD COLUMN trace_parent TEXT",
        ],
    ];

    /// <summary>Brings the tables to the newest version; several processes may try at once.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobStoreNewer"/>; nothing was changed.</exception>
    public static void Apply(Database database)
    {
        if (database.Read(connection => ReadVersion(database, connection, null)) == Newest)
        {
            return;
        }

        database.Transact((connection, transaction) =>
        {
            database.LockSchema(connection, transaction);
            int version = ReadVersion(database, connection, transaction);
            if (version > Newest)
            {
                throw new ConversionException(
                    ErrorId.JobStoreNewer,
                    FailureKind.Input,
                    $"The job store {database.Description} has schema version {version}, and only versions up to {Newest} are known here.",
                    "Update AnimatedImage on this machine, or use another job store.");
            }

            if (version == 0)
            {
                connection.Execute(transaction, "CREATE TABLE schema_version (version INTEGER NOT NULL)");
                connection.Execute(transaction, "INSERT INTO schema_version (version) VALUES (0)");
            }

            foreach (string statement in s_steps.Skip(version).SelectMany(step => step))
            {
                connection.Execute(transaction, statement);
            }

            return connection.Execute(transaction, "UPDATE schema_version SET version = @version", ("version", Newest));
        });
    }

    /// <summary>True when the database has our tables, of whatever version.</summary>
    public static bool AreThere(Database database, System.Data.Common.DbConnection connection) => database.HasTable(connection, null, "schema_version");

    private static int ReadVersion(Database database, System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction? transaction) =>
        database.HasTable(connection, transaction, "schema_version")
            ? (int)(connection.Number(transaction, "SELECT MAX(version) FROM schema_version") ?? 0)
            : 0;
}

using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using AnimatedImage.Failures;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AnimatedImage.Jobs.Databases;

/// <summary>One file, for as many processes of one machine as like. No set-up.</summary>
internal sealed class SqliteDatabase : Database
{
    // Primary result codes of SQLite (sqlite.org/rescode.html).
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NoDatabase = 26;

    // A worker must hear within this time that it is to stop; people are asked for more patience by repeating.
    private const int BusyTimeoutSeconds = 10;

    // A journal that stays is written over: its length, which is the costly thing to bring to the disk, does not change. It is cut when a
    // large transaction has made it longer than this.
    private const int JournalBytes = 1 << 20;

    // Between processes the file's lock decides, and waiting for it is not fair; within a process a gate is.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_gates = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly string _connection;
    private readonly SemaphoreSlim _gate;
    private readonly string _pragmas;

    // The client keeps what it has opened, and SQLite keeps its settings with it.
    private readonly ConditionalWeakTable<sqlite3, object> _prepared = [];

    /// <summary>Takes a file, which is made with its folder when it does not exist.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobStoreUnreachable"/> or <see cref="ErrorId.InvalidParameter"/> for a network disk.</exception>
    public SqliteDatabase(string path)
    {
        _path = Path.GetFullPath(path);
        _gate = s_gates.GetOrAdd(_path, _ => new SemaphoreSlim(1));

        // Power cuts count: a job that was reported done must not come back.
        _pragmas = $"PRAGMA busy_timeout={BusyTimeoutSeconds * 1000}; PRAGMA journal_mode={(SqliteLibrary.IsWalSafe ? "WAL" : "PERSIST")}; PRAGMA journal_size_limit={JournalBytes}; PRAGMA synchronous=FULL;";
        _connection = new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = true, DefaultTimeout = BusyTimeoutSeconds }.ToString();
        CreateFile();
    }

    /// <inheritdoc/>
    public override string Description => $"SQLite {_path}";

    /// <inheritdoc/>
    public override string Now => "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)";

    /// <inheritdoc/>
    public override string SkipLocked => "";

    /// <inheritdoc/>
    public override string ForUpdate => "";

    /// <inheritdoc/>
    public override string ForKeyShare => "";

    /// <inheritdoc/>
    public override string Like => "LIKE";

    /// <inheritdoc/>
    public override string TextOfItems(string column, string member) =>
        $"(SELECT json_extract(value, '$.{member}') AS {member} FROM json_each({column})) AS items";

    /// <inheritdoc/>
    public override T Change<T>(Func<DbConnection, T> work)
    {
        _gate.Wait();
        try
        {
            return base.Change(work);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public override bool HasTable(DbConnection connection, DbTransaction? transaction, string table) =>
        connection.Number(transaction, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name", ("name", table)) > 0;

    /// <inheritdoc/>
    public override bool IsTransient(Exception exception) => exception is SqliteException { SqliteErrorCode: Busy or Locked };

    /// <inheritdoc/>
    public override ConversionException Explain(Exception exception)
    {
        string advice = (exception as SqliteException)?.SqliteErrorCode switch
        {
            Busy or Locked => SqliteLockHolder.Describe(_path) ?? "Another process holds it; see which one, or try again.",
            ReadOnly or CannotOpen => "Choose a file that this user may write, by ANIMATEDIMAGE_JOBSTORE.",
            Full => "Free some space on its disk.",
            NoDatabase => "The file is something else; choose another one by ANIMATEDIMAGE_JOBSTORE.",
            _ => "Check the file and its disk.",
        };
        return new ConversionException(
            ErrorId.JobStoreUnreachable,
            FailureKind.Internal,
            $"The job store '{_path}' cannot be used: {exception.Message}",
            advice,
            exception) { IsTransient = IsTransient(exception) };
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        using SqliteConnection connection = new(_connection);
        SqliteConnection.ClearPool(connection);
    }

    /// <inheritdoc/>
    protected override TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override DbConnection Open()
    {
        SqliteConnection connection = new(_connection);
        try
        {
            connection.Open();
            sqlite3 handle = connection.Handle!;
            if (!_prepared.TryGetValue(handle, out _))
            {
                connection.Execute(null, _pragmas);
                _prepared.AddOrUpdate(handle, _pragmas);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CreateFile()
    {
        string folder = Path.GetDirectoryName(_path)!;
        try
        {
            if (!Directory.Exists(folder))
            {
                // Requests and paths are nobody else's business.
                _ = OperatingSystem.IsWindows()
                    ? Directory.CreateDirectory(folder)
                    : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            if (!File.Exists(_path))
            {
                FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                using FileStream file = new(_path, options);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(exception);
        }

        if (new DriveInfo(folder).DriveType == DriveType.Network)
        {
            throw new ConversionException(
                ErrorId.InvalidParameter,
                FailureKind.Input,
                $"The job store '{_path}' lies on a network disk, where SQLite's locks cannot be relied on.",
                "Choose a local disk, or PostgreSQL for several machines.");
        }
    }
}

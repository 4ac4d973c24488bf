using System.Data.Common;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Jobs.Working;
using AnimatedImage.Storage;

namespace AnimatedImage.Jobs;

/// <summary>
/// The job store on SQLite or PostgreSQL: one table is the truth, and the database does the coordination. What users do is in the members
/// of <see cref="IJobStore"/>; what workers do is internal and used by <see cref="Working.JobWorker"/>. See <c>docs/decisions/jobs.md</c>.
/// </summary>
public sealed partial class JobStore : IJobStore
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly Database _database;
    private bool _isDisposed;

    private JobStore(Database database)
    {
        _database = database;
    }

    /// <inheritdoc/>
    public string Description => _database.Description;

    /// <summary>The database below.</summary>
    internal Database Database => _database;

    /// <summary>Opens a store; what is missing - file, schema, tables - is made, and an older schema is brought up to date.</summary>
    /// <param name="setting">Which store; null = as configured, else the user's own file.</param>
    /// <param name="findSecret">Finds the password that <see cref="JobStoreSetting.Password"/> refers to; null where no vault can be asked.</param>
    /// <param name="cancellationToken">Ends the waiting for a server.</param>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.JobStoreUnreachable"/>, <see cref="ErrorId.JobStoreNewer"/>, <see cref="ErrorId.CredentialNotFound"/> or
    /// <see cref="ErrorId.InvalidParameter"/>.
    /// </exception>
    public static async Task<JobStore> OpenAsync(JobStoreSetting? setting, Func<CredentialReference, string>? findSecret, CancellationToken cancellationToken)
    {
        setting ??= JobStoreSetting.Configured();
        return await Task.Run(
            () =>
            {
                Database database = setting.Open(findSecret);
                try
                {
                    database.Patiently<object?>(
                        () =>
                        {
                            SchemaVersions.Apply(database);
                            return null;
                        },
                        cancellationToken);
                    return new JobStore(database);
                }
                catch
                {
                    database.Dispose();
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens a store as <see cref="OpenAsync"/> does, for somebody who has time: a worker that starts before its database, or while somebody
    /// holds the file, waits for it.
    /// </summary>
    /// <param name="setting">Which store; null = as configured, else the user's own file.</param>
    /// <param name="findSecret">Finds the password; null where no vault can be asked.</param>
    /// <param name="report">Told each time that the store could not be used.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ConversionException">As for <see cref="OpenAsync"/>, where waiting would not help.</exception>
    public static async Task<JobStore> WaitAndOpenAsync(
        JobStoreSetting? setting, Func<CredentialReference, string>? findSecret, Func<JobWorkerEvent, Task> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        for (TimeSpan pause = s_firstPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            try
            {
                return await OpenAsync(setting, findSecret, cancellationToken).ConfigureAwait(false);
            }
            catch (ConversionException failure) when (failure is { ErrorId: ErrorId.JobStoreUnreachable, IsTransient: true })
            {
                await report(JobWorkerEvent.OfStore(failure)).ConfigureAwait(false);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a store that is there; nothing is made, but an older schema is brought up to date.</summary>
    /// <param name="setting">Which store; null = as configured, else the user's own file.</param>
    /// <param name="findSecret">Finds the password that <see cref="JobStoreSetting.Password"/> refers to; null where no vault can be asked.</param>
    /// <param name="cancellationToken">Ends the waiting for a server.</param>
    /// <returns>Null when there is no such file, or when the database holds no jobs' tables.</returns>
    /// <exception cref="ConversionException">As <see cref="OpenAsync"/>.</exception>
    public static async Task<JobStore?> OpenExistingAsync(JobStoreSetting? setting, Func<CredentialReference, string>? findSecret, CancellationToken cancellationToken)
    {
        setting ??= JobStoreSetting.Configured();
        if (!setting.MayExist)
        {
            return null;
        }

        bool isThere = await Task.Run(
            () =>
            {
                using Database database = setting.Open(findSecret);
                return database.Patiently(() => database.Read(connection => SchemaVersions.AreThere(database, connection)), cancellationToken);
            },
            cancellationToken).ConfigureAwait(false);
        return isThere ? await OpenAsync(setting, findSecret, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            _database.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Reads for a user: away from the caller's thread, with patience.</summary>
    private Task<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken) =>
        Task.Run(() => _database.Patiently(() => _database.Read(work), cancellationToken), cancellationToken);

    /// <summary>Changes for a user, all or nothing; the work may be repeated.</summary>
    private Task<T> TransactAsync<T>(Func<DbConnection, DbTransaction, T> work, CancellationToken cancellationToken) =>
        Task.Run(() => _database.Patiently(() => _database.Transact(work), cancellationToken), cancellationToken);

    /// <summary>No job has that id.</summary>
    internal static ConversionException NotFound(string id) => new(
        ErrorId.JobNotFound,
        FailureKind.Input,
        $"There is no job '{(id.Length > 80 ? id[..80] + "…" : id)}'.",
        "Look for it with Get-AnimationJob; it may have been removed, or be in another store.");

    /// <summary>No queue has that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The names there are, of which the nearest is offered.</param>
    public static ConversionException QueueNotFound(string name, IEnumerable<string> known) => new(
        ErrorId.QueueNotFound,
        FailureKind.Input,
        $"There is no queue '{(name.Length > 80 ? name[..80] + "…" : name)}'.",
        NearName.Of(name, known) is { } near
            ? $"Did you mean {near}? Get-AnimationQueue lists those there are."
            : "Get-AnimationQueue lists those there are; Set-AnimationQueue and the first job of a queue make it.");

    /// <summary>No worker has that id.</summary>
    internal static ConversionException WorkerNotFound(string id) => new(
        ErrorId.WorkerNotFound, FailureKind.Input, $"There is no worker '{id}'.", "Look for it with Get-AnimationWorker.");
}

using System.Data.Common;
using System.Diagnostics;
using AnimatedImage.Failures;

namespace AnimatedImage.Jobs.Databases;

/// <summary>
/// What SQLite and PostgreSQL do differently; every statement above this class is the same on both. Calls are synchronous: SQLite
/// knows nothing else, and a heartbeat must not wait for a thread of a busy pool.
/// </summary>
internal abstract class Database : IDisposable
{
    /// <summary>Which database, for people; never with a secret.</summary>
    public abstract string Description { get; }

    /// <summary>The database's clock in milliseconds since 1970, as an expression.</summary>
    public abstract string Now { get; }

    /// <summary>Locks the rows of a subselect and passes over those that others have locked.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Locks the rows of a select until the transaction ends.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Keeps the rows of a select from being removed until the transaction ends, and nothing else.</summary>
    public abstract string ForKeyShare { get; }

    /// <summary>The pattern operator that has no regard to case.</summary>
    public abstract string Like { get; }

    /// <summary>A table of one column with a text from each object of a JSON array, NULL where an object has none.</summary>
    /// <param name="column">The array's column.</param>
    /// <param name="member">The member of the objects, and the name of the table's column.</param>
    public abstract string TextOfItems(string column, string member);

    /// <summary>Raised, on any thread, when there may be something to take.</summary>
    public event Action? Notified;

    /// <summary>Raised, on any thread, when somebody may want something stopped.</summary>
    public event Action? Interrupted;

    /// <summary>True while the database itself tells about changes, so that asking it can be rare.</summary>
    public virtual bool Notifies => false;

    /// <summary>Begins to listen for what other processes tell, where the database can.</summary>
    public virtual void Listen()
    {
    }

    /// <summary>Tells everyone that there is something to take; inside of a transaction, when it is committed.</summary>
    public virtual void Notify(DbConnection connection, DbTransaction? transaction) => OnNotified();

    /// <summary>Tells everyone who runs something that something is to be stopped; inside of a transaction, when it is committed.</summary>
    public virtual void Interrupt(DbConnection connection, DbTransaction? transaction) => OnInterrupted();

    /// <summary>Takes the lock under which the schema is changed, until the transaction ends.</summary>
    public virtual void LockSchema(DbConnection connection, DbTransaction transaction)
    {
    }

    /// <summary>True when the tables are in place.</summary>
    public abstract bool HasTable(DbConnection connection, DbTransaction? transaction, string table);

    /// <summary>Runs statements that only read.</summary>
    public T Read<T>(Func<DbConnection, T> work)
    {
        using DbConnection connection = Open();
        return work(connection);
    }

    /// <summary>Runs one statement, which commits by itself.</summary>
    public virtual T Change<T>(Func<DbConnection, T> work) => Read(work);

    /// <summary>Runs statements as one: all or none.</summary>
    public T Transact<T>(Func<DbConnection, DbTransaction, T> work) => Change(connection =>
    {
        using DbTransaction transaction = connection.BeginTransaction();
        T result = work(connection, transaction);
        transaction.Commit();
        return result;
    });

    /// <summary>Repeats work while the database is away for a moment, and explains it when it stays away.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobStoreUnreachable"/>.</exception>
    public T Patiently<T>(Func<T> work, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int pause = 50; ; pause = Math.Min(pause * 2, 500))
        {
            try
            {
                return work();
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                if (!IsTransient(exception) || Stopwatch.GetElapsedTime(start) > Patience)
                {
                    throw Explain(exception);
                }
            }

            cancellationToken.WaitHandle.WaitOne(pause);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>True for what the database or the way to it throws.</summary>
    public static bool IsFailure(Exception exception) => exception is DbException or TimeoutException or IOException or System.Net.Sockets.SocketException;

    /// <summary>True when the same may succeed a little later.</summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>The failure in the words of the product.</summary>
    public abstract ConversionException Explain(Exception exception);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Who watches and steers waits so long for a store that does not answer.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(5);

    /// <summary>An open connection.</summary>
    protected abstract DbConnection Open();

    /// <summary>Raises <see cref="Notified"/>.</summary>
    protected void OnNotified() => Notified?.Invoke();

    /// <summary>Raises <see cref="Interrupted"/>.</summary>
    protected void OnInterrupted() => Interrupted?.Invoke();
}

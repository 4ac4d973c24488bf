using System.Data.Common;
using AnimatedImage.Conversion;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Requests;
using AnimatedImage.Sinks;

namespace AnimatedImage.Jobs;

/// <content>Removing jobs, and the hidden files that those left who can no longer clean up.</content>
public sealed partial class JobStore
{
    /// <summary>Short enough for a transaction that nobody waits for.</summary>
    private const int RemovedAtOnce = 1000;

    private static readonly JobState[] s_ended = [.. Enum.GetValues<JobState>().Where(JobMoves.IsEnded)];

    /// <inheritdoc/>
    public async Task RemoveAsync(string id, bool force, CancellationToken cancellationToken)
    {
        string key = JobId.Normalize(id);
        Unfinished? left = await TransactAsync(
            (connection, transaction) =>
            {
                Job job = FindLocked(connection, transaction, key) ?? throw NotFound(id);
                if (!force && !job.IsEnded)
                {
                    throw Conflict(job, "remove", s_ended);
                }

                Unfinished? found = Leftovers(connection, transaction, [key]).FirstOrDefault();
                Delete(connection, transaction, [key]);

                // A worker that has it notices with its next heartbeat.
                _database.Interrupt(connection, transaction);
                return found;
            },
            cancellationToken).ConfigureAwait(false);
        left?.Sweep();
    }

    /// <inheritdoc/>
    public async Task<long> RemoveAllAsync(JobQuery query, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        RequestProblem.ThrowAny(query.Check());
        JobState[] states = [.. (query.States ?? Enum.GetValues<JobState>()).Where(state => force || JobMoves.IsEnded(state))];
        QueryConditions conditions = new(_database, query with { States = states });
        long removed = 0;
        while (true)
        {
            (int count, List<Unfinished> left) = await TransactAsync(
                (connection, transaction) =>
                {
                    // Not those that another is changing at this moment: they are no longer what was asked for, or come next.
                    List<string> ids = connection.Query(
                        transaction,
                        $"SELECT id FROM jobs{conditions.Where()} LIMIT {RemovedAtOnce} {_database.SkipLocked}",
                        row => row.GetString(0),
                        conditions.Values);
                    List<Unfinished> found = Leftovers(connection, transaction, ids);
                    Delete(connection, transaction, ids);
                    if (force)
                    {
                        _database.Interrupt(connection, transaction);
                    }

                    return (ids.Count, found);
                },
                cancellationToken).ConfigureAwait(false);
            left.ForEach(each => each.Sweep());
            removed += count;
            if (count < RemovedAtOnce)
            {
                return removed;
            }
        }
    }

    private static void Delete(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> ids)
    {
        foreach (string[] chunk in ids.Chunk(RowsPerPage))
        {
            (string list, (string, object?)[] values) = SqlStatement.In("k", chunk);
            connection.Execute(transaction, $"DELETE FROM job_tags WHERE job_id IN ({list})", values);
            connection.Execute(transaction, $"DELETE FROM jobs WHERE id IN ({list})", values);
        }
    }

    /// <summary>Those of the jobs that were taken once and did not come to their end: their workers may have left hidden files.</summary>
    private static List<Unfinished> Leftovers(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> ids)
    {
        List<Unfinished> found = [];
        foreach (string[] chunk in ids.Chunk(RowsPerPage))
        {
            (string list, (string, object?)[] values) = SqlStatement.In("k", chunk);
            found.AddRange(connection.Query(
                transaction,
                $"SELECT id, folders, requests, template, item_index, item_date FROM jobs WHERE id IN ({list}) AND state <> 2 AND fence > 0",
                row => new Unfinished(row.Text("id")!, FoldersOf(row)),
                values));
        }

        return found;
    }

    private static string[] FoldersOf(DbDataReader row)
    {
        (DateTimeOffset date, int? index) = JobRow.Variables(row);
        DestinationVariables variables = new() { Date = date, Index = index, JobId = row.Text("id"), Template = row.Text("template") };

        // What the worker noted, and what can be told without it: it may have been lost before it noted anything.
        return [.. (row.Text("folders")?.Split('\n') ?? []).Concat(JobRequests.Read(row.Text("requests")!).Requests.SelectMany(request => OutputFolders.Of(request, variables))).Distinct()];
    }

    /// <summary>A job that may have left hidden files.</summary>
    private sealed record Unfinished(string Id, IReadOnlyList<string> Folders)
    {
        /// <summary>Removes them, where the folders can be seen from here. A worker that still writes one throws it away when it is refused.</summary>
        public void Sweep()
        {
            foreach (string folder in Folders)
            {
                FileSink.RemoveHidden(folder, $"{Id}-");
            }
        }
    }
}

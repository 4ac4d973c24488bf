using System.Data.Common;
using System.Runtime.CompilerServices;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Requests;

namespace AnimatedImage.Jobs;

/// <content>Finding and watching jobs.</content>
public sealed partial class JobStore
{
    private const int RowsPerPage = 500;

    private static readonly TimeSpan s_watchInterval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public Task<Job?> FindAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(connection => Find(connection, null, JobId.Normalize(id)), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        RequestProblem.ThrowAny(query.Check());
        QueryConditions conditions = new(_database, query);
        long left = query.First ?? long.MaxValue;
        long skip = query.Skip;
        (long Submitted, string Id)? after = null;
        while (left > 0)
        {
            int size = (int)Math.Min(RowsPerPage, left);
            List<(Job Job, long Submitted)> page = await ReadAsync(connection => Page(connection, conditions, after, size, skip), cancellationToken).ConfigureAwait(false);
            foreach ((Job job, _) in page)
            {
                yield return job;
            }

            if (page.Count < size)
            {
                yield break;
            }

            left -= page.Count;
            skip = 0;
            after = (page[^1].Submitted, page[^1].Job.Id);
        }
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        RequestProblem.ThrowAny(query.Check());
        QueryConditions conditions = new(_database, query);
        return ReadAsync(connection => connection.Number(null, $"SELECT COUNT(*) FROM jobs{conditions.Where()}", conditions.Values) ?? 0, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> WatchAsync(IReadOnlyCollection<string> ids, TimeSpan? interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Dictionary<string, Job?> known = ids.Select(JobId.Normalize).Distinct().ToDictionary(id => id, _ => (Job?)null);
        while (known.Count > 0)
        {
            List<Job> jobs = await ReadAsync(connection => FindAll(connection, null, "id", known.Keys), cancellationToken).ConfigureAwait(false);
            foreach (string gone in known.Keys.Except(jobs.Select(job => job.Id)).ToArray())
            {
                known.Remove(gone);
            }

            foreach (Job job in jobs)
            {
                Job? before = known[job.Id];
                known[job.Id] = job;
                if (job.IsEnded)
                {
                    known.Remove(job.Id);
                }

                if (before is null || HasChanged(before, job))
                {
                    yield return job;
                }
            }

            if (known.Count > 0)
            {
                await Task.Delay(interval ?? s_watchInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool HasChanged(Job before, Job now) =>
        (before.State, before.Attempt, before.Progress, before.IsCancelRequested, before.Plan, before.Error)
        != (now.State, now.Attempt, now.Progress, now.IsCancelRequested, now.Plan, now.Error);

    private List<(Job Job, long Submitted)> Page(DbConnection connection, QueryConditions conditions, (long Submitted, string Id)? after, int size, long skip)
    {
        List<(string, object?)> values = [.. conditions.Values, ("size", size), ("skip", skip)];
        string? next = null;
        if (after is { } last)
        {
            next = "(submitted, id) < (@submitted, @id)";
            values.Add(("submitted", last.Submitted));
            values.Add(("id", last.Id));
        }

        return connection.Query(
            null,
            $"SELECT {JobRow.Columns}, {_database.Now} AS now FROM jobs{conditions.Where(next)} ORDER BY submitted DESC, id DESC LIMIT @size OFFSET @skip",
            row => (JobRow.Read(row), row.Number("submitted")!.Value),
            [.. values]);
    }

    private Job? Find(DbConnection connection, DbTransaction? transaction, string id) => FindAll(connection, transaction, "id", [id]).FirstOrDefault();

    private List<Job> FindAll(DbConnection connection, DbTransaction? transaction, string column, IEnumerable<string> keys)
    {
        List<Job> jobs = [];
        foreach (string[] chunk in keys.Chunk(RowsPerPage))
        {
            (string list, (string, object?)[] values) = SqlStatement.In("k", chunk);
            jobs.AddRange(connection.Query(transaction, $"SELECT {JobRow.Columns}, {_database.Now} AS now FROM jobs WHERE {column} IN ({list})", JobRow.Read, values));
        }

        return jobs;
    }
}

using System.Globalization;
using AnimatedImage.Jobs.Databases;

namespace AnimatedImage.Jobs;

/// <summary>A <see cref="JobQuery"/> as conditions on rows.</summary>
internal sealed class QueryConditions
{
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object? Value)> _values = [];
    private readonly Database _database;

    /// <summary>Translates a sound query.</summary>
    public QueryConditions(Database database, JobQuery query)
    {
        _database = database;
        AddIn("id", "i", query.Ids?.Select(JobId.Normalize));
        AddIn("state", "s", query.States?.Select(state => (int)state));
        AddPattern("name", query.Name);
        AddPattern("queue", query.Queue);
        AddPattern("template", query.Template, condition => $"EXISTS (SELECT 1 FROM {database.TextOfItems("requests", JobRequests.TemplateName)} WHERE {condition})");
        AddPattern("source", query.Source);
        AddTime("submitted >=", "submitted_after", query.SubmittedAfter);
        AddTime("submitted <", "submitted_before", query.SubmittedBefore);
        AddTime("finished >=", "ended_after", query.EndedAfter);
        AddTime("finished <", "ended_before", query.EndedBefore);
        foreach ((int index, string tag) in (query.Tags ?? []).Index())
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"tag{index}");
            _conditions.Add($"EXISTS (SELECT 1 FROM job_tags WHERE job_id = jobs.id AND tag = @{name})");
            _values.Add((name, tag.ToLowerInvariant()));
        }
    }

    /// <summary>The parameters.</summary>
    public (string Name, object? Value)[] Values => [.. _values];

    /// <summary>The WHERE clause, or nothing.</summary>
    /// <param name="more">Another condition, or null.</param>
    public string Where(string? more = null)
    {
        string[] all = more is null ? [.. _conditions] : [.. _conditions, more];
        return all.Length == 0 ? "" : $" WHERE {string.Join(" AND ", all)}";
    }

    private void AddIn<T>(string column, string prefix, IEnumerable<T>? items)
    {
        if (items is null)
        {
            return;
        }

        (string list, (string Name, object? Value)[] values) = SqlStatement.In(prefix, items);

        // An empty list finds nothing, and IN () is no SQL.
        _conditions.Add(values.Length == 0 ? "1 = 0" : $"{column} IN ({list})");
        _values.AddRange(values);
    }

    /// <param name="column">The column.</param>
    /// <param name="pattern">What it is to be like; null = anything.</param>
    /// <param name="other">Where else it may be found, given the condition for a column of that name; null = nowhere.</param>
    private void AddPattern(string column, string? pattern, Func<string, string>? other = null)
    {
        if (pattern is null)
        {
            return;
        }

        // '!' escapes what LIKE would take for a wildcard; the user's wildcards take their place.
        string like = pattern
            .Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)
            .Replace('*', '%').Replace('?', '_');
        string condition = $"{column} {_database.Like} @{column} ESCAPE '!'";
        _conditions.Add(other is null ? condition : $"({condition} OR {other(condition)})");
        _values.Add((column, like));
    }

    private void AddTime(string condition, string name, DateTimeOffset? time)
    {
        if (time is { } moment)
        {
            _conditions.Add($"{condition} @{name}");
            _values.Add((name, moment.ToUnixTimeMilliseconds()));
        }
    }
}

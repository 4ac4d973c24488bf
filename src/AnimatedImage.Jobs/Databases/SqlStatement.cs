using System.Data.Common;
using System.Globalization;

namespace AnimatedImage.Jobs.Databases;

/// <summary>Runs a statement whose values are parameters: <c>connection.Execute("… WHERE id = @id", ("id", id))</c>.</summary>
internal static class SqlStatement
{
    /// <summary>Runs it and returns how many rows it changed.</summary>
    public static int Execute(this DbConnection connection, DbTransaction? transaction, string sql, params (string Name, object? Value)[] values)
    {
        using DbCommand command = Create(connection, transaction, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs it and reads all of its rows.</summary>
    public static List<T> Query<T>(this DbConnection connection, DbTransaction? transaction, string sql, Func<DbDataReader, T> read, params (string Name, object? Value)[] values)
    {
        using DbCommand command = Create(connection, transaction, sql, values);
        using DbDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Runs it and reads the first value as a number; null when there is none.</summary>
    public static long? Number(this DbConnection connection, DbTransaction? transaction, string sql, params (string Name, object? Value)[] values)
    {
        using DbCommand command = Create(connection, transaction, sql, values);
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The text in a column; null for NULL.</summary>
    public static string? Text(this DbDataReader reader, string column) => reader.GetOrdinal(column) is var at && reader.IsDBNull(at) ? null : reader.GetString(at);

    /// <summary>The number in a column; null for NULL.</summary>
    public static long? Number(this DbDataReader reader, string column) => reader.GetOrdinal(column) is var at && reader.IsDBNull(at) ? null : reader.GetInt64(at);

    /// <summary>The moment in a column that holds milliseconds since 1970; null for NULL.</summary>
    public static DateTimeOffset? Time(this DbDataReader reader, string column) =>
        reader.Number(column) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>Names and values for <c>IN (@p0, @p1, …)</c>.</summary>
    public static (string List, (string Name, object? Value)[] Values) In<T>(string prefix, IEnumerable<T> items)
    {
        (string Name, object? Value)[] values = [.. items.Select((item, index) => (string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}"), (object?)item))];
        return (string.Join(", ", values.Select(value => "@" + value.Name)), values);
    }

    private static DbCommand Create(DbConnection connection, DbTransaction? transaction, string sql, (string Name, object? Value)[] values)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach ((string name, object? value) in values)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

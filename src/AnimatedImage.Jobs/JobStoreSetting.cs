using System.Data.Common;
using System.Globalization;
using AnimatedImage.Configuration;
using AnimatedImage.Failures;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Storage;
using Npgsql;

namespace AnimatedImage.Jobs;

/// <summary>
/// Which job store to use: a file for SQLite, or a PostgreSQL database as <c>postgres://user@host:5432/database?sslmode=require</c> or
/// <c>Host=…;Username=…;Database=…</c>. The setting holds no password: PostgreSQL's own places (<c>PGPASSWORD</c>, the pgpass file) are
/// read, or <c>password-env=NAME</c> names an environment variable and <c>password-vault=[VAULT/]SECRET</c> a secret. Immutable.
/// </summary>
public sealed class JobStoreSetting
{
    /// <summary>The environment variable that holds a setting.</summary>
    public const string Variable = "ANIMATEDIMAGE_JOBSTORE";

    private const string FileName = "jobs.db";
    private const string PasswordVariableKey = "password-env";
    private const string PasswordVaultKey = "password-vault";

    private readonly string? _path;
    private readonly NpgsqlConnectionStringBuilder? _server;
    private readonly string? _passwordVariable;

    private JobStoreSetting(string text, string? path, NpgsqlConnectionStringBuilder? server, string? passwordVariable, CredentialReference? password)
    {
        Text = text;
        _path = path;
        _server = server;
        _passwordVariable = passwordVariable;
        Password = password;
    }

    /// <summary>The setting as it was given; holds no secret.</summary>
    public string Text { get; }

    /// <summary>True for PostgreSQL, which several machines can share.</summary>
    public bool IsShared => _server is not null;

    /// <summary>False when the file is not there; a server has to be asked.</summary>
    public bool MayExist => _path is null || File.Exists(_path);

    /// <summary>Which database, for people; without a secret.</summary>
    public string Description => _path ?? $"{_server!.Host}:{_server.Port}/{_server.Database}";

    /// <summary>Where the vault holds the password; null when the password comes from elsewhere.</summary>
    public CredentialReference? Password { get; }

    /// <summary><c>AnimatedImage/jobs.db</c> in the user's folder for data: <c>~/.local/share</c>, <c>~/Library/Application Support</c>, <c>%LOCALAPPDATA%</c>.</summary>
    public static JobStoreSetting Default => Parse(Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "AnimatedImage",
        FileName));

    /// <summary>The setting in <see cref="Variable"/>, else the one in the user's configuration, else the default.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/> when there is something else, <see cref="ErrorId.InvalidConfiguration"/>.</exception>
    public static JobStoreSetting Configured() => AnimationConfiguration.Read().JobStore is { } text ? Parse(text) : Default;

    /// <summary>Reads a setting.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/>, without the text when it may hold a password.</exception>
    public static JobStoreSetting Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            return FromAddress(text);
        }

        if (text.Contains("host=", StringComparison.OrdinalIgnoreCase) && text.Contains('=', StringComparison.Ordinal))
        {
            return FromKeywords(text);
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            throw Invalid("The job store's address begins with neither postgres:// nor a folder.");
        }

        string path = text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) ? text["sqlite:".Length..] : text;
        return new JobStoreSetting(text, Path.GetFullPath(path), null, null, null);
    }

    /// <summary>The setting as it was given.</summary>
    public override string ToString() => Text;

    /// <summary>The database that the setting names.</summary>
    /// <param name="findSecret">Finds the password that <see cref="Password"/> refers to; null where no vault can be asked.</param>
    internal Database Open(Func<CredentialReference, string>? findSecret)
    {
        if (_server is null)
        {
            return new SqliteDatabase(_path!);
        }

        NpgsqlConnectionStringBuilder complete = new(_server.ConnectionString)
        {
            SearchPath = PostgresDatabase.Schema,
            ApplicationName = "AnimatedImage",
            KeepAlive = 10,
            Timeout = 5,
            CommandTimeout = 30,

            // A process that was stopped within a transaction must not keep its rows from the others for ever: the server ends it.
            Options = $"{_server.Options} -c idle_in_transaction_session_timeout=30s".Trim(),
        };
        if (_passwordVariable is not null)
        {
            complete.Password = Environment.GetEnvironmentVariable(_passwordVariable) is { Length: > 0 } secret ? secret : throw Missing($"The environment variable {_passwordVariable} is not set.");
        }
        else if (Password is not null)
        {
            complete.Password = findSecret is null ? throw Missing($"The secret '{Password}' can be read in PowerShell only.") : findSecret(Password);
        }

        return new PostgresDatabase(complete);
    }

    private static JobStoreSetting FromAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Host.Length == 0 || address.AbsolutePath.Trim('/').Length == 0)
        {
            throw Invalid("The job store's address cannot be read.");
        }

        if (address.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw HasPassword();
        }

        Dictionary<string, string> words = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = address.Host,
            ["Port"] = (address.IsDefaultPort || address.Port < 0 ? 5432 : address.Port).ToString(CultureInfo.InvariantCulture),
            ["Database"] = Uri.UnescapeDataString(address.AbsolutePath.Trim('/')),
        };
        if (address.UserInfo.Length > 0)
        {
            words["Username"] = Uri.UnescapeDataString(address.UserInfo);
        }

        foreach (string part in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            words[Uri.UnescapeDataString(pair[0])] = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
        }

        return FromWords(text, words);
    }

    private static JobStoreSetting FromKeywords(string text)
    {
        DbConnectionStringBuilder reader = new();
        try
        {
            reader.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw Invalid("The job store's keywords cannot be read.");
        }

        return FromWords(text, reader.Keys.Cast<string>().ToDictionary(key => key, key => (string)reader[key], StringComparer.OrdinalIgnoreCase));
    }

    private static JobStoreSetting FromWords(string text, Dictionary<string, string> words)
    {
        words.Remove(PasswordVariableKey, out string? variable);
        words.Remove(PasswordVaultKey, out string? vault);
        if (words.ContainsKey("password") || words.ContainsKey("pwd") || words.ContainsKey("psw"))
        {
            throw HasPassword();
        }

        NpgsqlConnectionStringBuilder server = new();
        foreach ((string key, string value) in words)
        {
            try
            {
                server[key.ToUpperInvariant() switch { "SSLMODE" => "SSL Mode", "DBNAME" => "Database", "USER" => "Username", _ => key }] = value;
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
            {
                throw Invalid($"The job store's setting has the word '{key}', which is unknown or has a value that cannot be.");
            }
        }

        string[]? secret = vault?.Split('/', 2);
        return new JobStoreSetting(text, null, server, variable, secret is null ? null : new CredentialReference
        {
            Kind = CredentialKind.Vault,
            Vault = secret.Length == 2 ? secret[0] : null,
            SecretName = secret[^1],
        });
    }

    private static ConversionException HasPassword() => new(
        ErrorId.InvalidParameter,
        FailureKind.Input,
        "The job store's setting holds a password, which would be stored and shown with it.",
        $"Leave it out: use PGPASSWORD or the pgpass file, or add {PasswordVariableKey}=NAME of an environment variable, or {PasswordVaultKey}=VAULT/SECRET.");

    private static ConversionException Missing(string message) => new(
        ErrorId.CredentialNotFound,
        FailureKind.Input,
        $"The job store's password cannot be had: {message}",
        $"Set it, or use PGPASSWORD or the pgpass file.");

    private static ConversionException Invalid(string message) => new(
        ErrorId.InvalidParameter,
        FailureKind.Input,
        message,
        "Give a file such as jobs.db, postgres://user@host/database, or Host=…;Username=…;Database=….");
}

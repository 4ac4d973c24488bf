using System.Management.Automation;
using System.Text.RegularExpressions;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>
/// Paths as PowerShell users write them → locations. Relative paths count from the session's location, not from the process's; a
/// <c>scheme://</c> is recognised before PowerShell could take it for a drive.
/// </summary>
internal sealed partial class PathResolver(PSCmdlet command)
{
    private const string FileSystemProvider = "FileSystem";

    /// <summary>The location whose key is to be expanded, when the path names objects by wildcards; null for any other path.</summary>
    public static MediaLocation? Pattern(string path) =>
        MediaLocation.TryParseUri(path, out MediaLocation? location) && KeyPattern.Holds(location) ? location : null;

    /// <summary>The locations that a path with wildcards names, sorted by name. Folders that a wildcard meets are left out.</summary>
    /// <exception cref="ConversionException">The path cannot be understood.</exception>
    public IReadOnlyList<MediaLocation> Expand(string path)
    {
        if (ParseUri(path) is { } location)
        {
            return [location.IsObject ? KeyPattern.Unescape(location) : location];
        }

        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [Literal(path)];
        }

        // A file called "a [1].mp4" is meant by that name more often than by a set of characters.
        MediaLocation literal = Literal(path);
        return File.Exists(literal.Path) ? [literal] : [.. Matches(path).Order(StringComparer.Ordinal).Select(MediaLocation.FromPath)];
    }

    /// <summary>The location that a path names, every character meaning itself. It need not exist.</summary>
    /// <exception cref="ConversionException">The path cannot be understood.</exception>
    public MediaLocation Literal(string path) => ParseUri(path) ?? FromProviderPath(path, LiteralPath(path));

    /// <summary>
    /// A destination as typed → the same with its beginning made absolute. Variables stay as they are, and so does a separator at the
    /// end, which says that a folder is meant. Braces of the session's own location are doubled: they open no variable.
    /// </summary>
    /// <exception cref="ConversionException">The path cannot be understood.</exception>
    public string Destination(string text)
    {
        if (ParseUri(text) is not null)
        {
            return text;
        }

        // PowerShell would read "{date:" as a drive: only the part before the first variable is a path yet.
        int variable = text.IndexOf('{', StringComparison.Ordinal);
        int separator = variable < 0 ? text.Length : text.LastIndexOfAny(['/', '\\'], variable) + 1;
        string rest = text[separator..];
        if (separator == 0 && StartsWithFolderVariable().IsMatch(rest))
        {
            return text;
        }

        string start = text[..separator].Replace("}}", "}", StringComparison.Ordinal);
        string resolved = LiteralPath(start.Length == 0 ? "." : start);
        bool isFolder = rest.Length > 0 || text.EndsWith('/') || text.EndsWith(Path.DirectorySeparatorChar);
        resolved = isFolder && !Path.EndsInDirectorySeparator(resolved) ? resolved + Path.DirectorySeparatorChar : resolved;
        return resolved.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) + rest;
    }

    [GeneratedRegex(@"^\$?\{\s*(dirname|inputpath)\s*\}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StartsWithFolderVariable();

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.\-]+)://", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    private static MediaLocation? ParseUri(string path)
    {
        if (MediaLocation.TryParseUri(path, out MediaLocation? location))
        {
            return location;
        }

        return Scheme().Match(path) is { Success: true } match
            ? throw new ConversionException(
                ErrorId.StorageNotAvailable,
                FailureKind.Input,
                $"'{path}' cannot be used: there is no store for '{match.Groups["scheme"].Value}://'.",
                "Use a local path, file:, s3://, cos://, oss:// or https://.")
            : null;
    }

    private static MediaLocation FromProviderPath(string path, string providerPath)
    {
        try
        {
            return MediaLocation.FromPath(providerPath);
        }
        catch (ArgumentException exception)
        {
            throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"'{path}' is no path: {exception.Message}", inner: exception);
        }
    }

    private IEnumerable<string> Matches(string path)
    {
        try
        {
            ICollection<string> found = command.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            ThrowUnlessFileSystem(path, provider);
            return found.Where(match => !Directory.Exists(match));
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }

    private string LiteralPath(string path)
    {
        try
        {
            string resolved = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            ThrowUnlessFileSystem(path, provider);
            return resolved;
        }
        catch (Exception exception) when (exception is SessionStateException or PSArgumentException or ProviderInvocationException)
        {
            throw new ConversionException(
                ErrorId.PathNotFound,
                FailureKind.Input,
                $"'{path}' names nothing: {exception.Message}",
                "Check the path; -LiteralPath takes names with [ ] as they are.",
                exception);
        }
    }

    private static void ThrowUnlessFileSystem(string path, ProviderInfo provider)
    {
        if (provider.Name != FileSystemProvider)
        {
            throw new ConversionException(
                ErrorId.PathNotFileSystem,
                FailureKind.Input,
                $"'{path}' belongs to PowerShell's provider '{provider.Name}', not to the file system.",
                "Give the path of a file.");
        }
    }
}

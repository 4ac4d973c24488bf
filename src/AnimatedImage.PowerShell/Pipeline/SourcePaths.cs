using System.Management.Automation;
using System.Runtime.CompilerServices;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>What <c>-Path</c> and <c>-LiteralPath</c> name, for every cmdlet that takes files.</summary>
/// <param name="command">Where errors and warnings are written.</param>
/// <param name="paths">Reads a path.</param>
/// <param name="stores">Lists buckets where a path names objects by wildcards.</param>
/// <param name="storage">The profile that was named for them; null = by bucket and scheme.</param>
internal sealed class SourcePaths(AsyncCommand command, PathResolver paths, CommandStores stores, string? storage)
{
    /// <summary>What the listing said about the object that was found last; null for anything else.</summary>
    public StoreObject? Known { get; private set; }

    /// <summary>The parameter set of <c>-Path</c>.</summary>
    public const string PathSet = "Path";

    /// <summary>The parameter set of <c>-LiteralPath</c>.</summary>
    public const string LiteralPathSet = "LiteralPath";

    /// <summary>True when the parameters can name more than one file.</summary>
    public static bool AreMany(string[] path, string[] literalPath) =>
        path.Length + literalPath.Length > 1 || path.Any(WildcardPattern.ContainsWildcardCharacters);

    /// <summary>Every file named, in order; a path that names none is an error of its own and does not keep the others.</summary>
    public IEnumerable<MediaLocation> Resolve(IEnumerable<string> names, bool isLiteral) => names.SelectMany(name =>
        !isLiteral && PathResolver.Pattern(name) is { } pattern ? Matches(name, pattern) : Resolve(name, isLiteral));

    /// <summary>An object that a listing found, with what it told about it.</summary>
    public MediaLocation Take(StorageItem item)
    {
        Known = new StoreObject { Location = item.Location, Bytes = item.Bytes, ETag = item.ETag, LastModified = item.LastModified, StorageClass = item.StorageClass };
        return item.Location;
    }

    private IEnumerable<MediaLocation> Resolve(string path, bool isLiteral)
    {
        Known = null;
        try
        {
            IReadOnlyList<MediaLocation> found = isLiteral ? [paths.Literal(path)] : paths.Expand(path);
            if (found.Count == 0)
            {
                command.WriteWarning($"No file matches '{path}' in '{command.SessionState.Path.CurrentLocation}'.");
            }

            return found;
        }
        catch (ConversionException exception)
        {
            command.WriteError(ErrorRecords.From(exception, path));
            return [];
        }
    }

    // Objects are worked on while the listing goes on: a bucket may hold more of them than anyone wants to wait for.
    private IEnumerable<MediaLocation> Matches(string path, MediaLocation pattern)
    {
        int found = 0;
        using IEnumerator<StoreObject> matches = command.Pull(stopped => ExpandAsync(pattern, stopped)).GetEnumerator();
        while (true)
        {
            try
            {
                if (!matches.MoveNext())
                {
                    break;
                }
            }
            catch (ConversionException exception)
            {
                command.WriteError(ErrorRecords.From(exception, path));
                yield break;
            }

            found++;
            Known = matches.Current;
            yield return matches.Current.Location;
        }

        if (found == 0)
        {
            command.WriteWarning($"No object matches '{path}'.");
        }
    }

    private async IAsyncEnumerable<StoreObject> ExpandAsync(MediaLocation pattern, [EnumeratorCancellation] CancellationToken stopped)
    {
        ObjectListing listing = new(stores.Choosing(pattern, storage, null).For(pattern), folders: false);
        await foreach (StoreObject each in listing.ExpandAsync(pattern, recurse: false, stopped).ConfigureAwait(false))
        {
            yield return each;
        }
    }
}

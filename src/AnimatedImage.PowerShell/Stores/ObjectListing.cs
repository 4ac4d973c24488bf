using System.Runtime.CompilerServices;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>
/// The objects that a location names, as a shell lists files: a folder's content, the object of that very name, or what wildcards
/// match. In the order of keys, page by page as they are taken. The empty objects that some programs keep for folders are left out.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="folders">True tells the folders too, where it does not go into them.</param>
internal sealed class ObjectListing(IMediaStore store, bool folders)
{
    /// <summary>What the location names; wildcards in its key are expanded.</summary>
    /// <param name="location">Bucket and key; a key without wildcards names an object, a folder, or both.</param>
    /// <param name="recurse">True goes into the folders below.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public IAsyncEnumerable<StoreObject> ExpandAsync(MediaLocation location, bool recurse, CancellationToken cancellationToken) =>
        KeyPattern.Holds(location) ? MatchesAsync(location, recurse, cancellationToken) : ContentAsync(KeyPattern.Unescape(location), recurse, cancellationToken);

    /// <summary>What a location without wildcards names: the object of that very name and the content of the folder.</summary>
    public async IAsyncEnumerable<StoreObject> ContentAsync(
        MediaLocation location, bool recurse, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MediaLocation folder = location;
        if (location.Key!.Length > 0 && !location.Key.EndsWith('/'))
        {
            if (await FindAsync(location, cancellationToken).ConfigureAwait(false) is { } found)
            {
                yield return found;
            }

            folder = MediaLocation.FromObject(location.Scheme, location.Bucket!, location.Key + "/");
        }

        await foreach (StoreObject each in store.ListAsync(folder, new StoreListing { Recurse = recurse, Folders = folders }, cancellationToken).ConfigureAwait(false))
        {
            if (!IsFolderMark(each))
            {
                yield return each;
            }
        }
    }

    // Empty objects whose names end in a slash stand for folders.
    private static bool IsFolderMark(StoreObject each) => !each.IsFolder && each.Bytes == 0 && each.Location.Key!.EndsWith('/');

    private async IAsyncEnumerable<StoreObject> MatchesAsync(
        MediaLocation location, bool recurse, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An object called "a [1].mp4" is meant by that name more often than by a set of characters.
        if (location.Key!.Contains('[', StringComparison.Ordinal) && await FindAsync(location, cancellationToken).ConfigureAwait(false) is { } literal)
        {
            yield return literal;
            yield break;
        }

        KeyPattern pattern = new(location, recurse);
        string? lastFolder = null;
        await foreach (StoreObject each in store.ListAsync(pattern.Prefix, pattern.Listing with { Folders = folders }, cancellationToken).ConfigureAwait(false))
        {
            if (!each.IsFolder && !IsFolderMark(each) && pattern.IsMatch(each.Location.Key!))
            {
                yield return each;
            }
            else if (folders && !recurse && pattern.FolderOf(each.Location.Key!) is { } folder && folder != lastFolder)
            {
                lastFolder = folder;
                yield return new StoreObject { Location = MediaLocation.FromObject(location.Scheme, location.Bucket!, folder), Bytes = 0, IsFolder = true };
            }
        }
    }

    // By listing, not by asking for the object: who may only list shall see it too. The name itself comes before all that it begins.
    private async Task<StoreObject?> FindAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        await foreach (StoreObject each in store.ListAsync(location, new StoreListing { Recurse = false }, cancellationToken).ConfigureAwait(false))
        {
            return each.Location.Key == location.Key ? each : null;
        }

        return null;
    }
}

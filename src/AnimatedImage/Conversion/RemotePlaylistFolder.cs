using System.Security.Cryptography;
using AnimatedImage.Failures;
using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>
/// The folder of a playlist in a store: its bucket, and the part of its key up to the last slash. References are URIs (RFC 8216, 4.1),
/// so their escapes are decoded for the key; files are told apart by their path below the folder as a client will spell it. Each file
/// that a reference leads to becomes an object of the source, and nothing else does.
/// </summary>
/// <param name="source">The source at the gateway.</param>
/// <param name="store">The store.</param>
/// <param name="playlist">The playlist.</param>
/// <param name="gateway">Asks the store, patiently.</param>
/// <param name="cancellationToken">Ends every reading.</param>
internal sealed class RemotePlaylistFolder(GatewaySource source, IMediaStore store, StoreObject playlist, MediaGateway gateway, CancellationToken cancellationToken) : IPlaylistFolder
{
    // Listing is one request for a thousand objects; a folder far larger than its playlist is asked object by object.
    private const int MostListed = 20_000;
    private const int QuestionsAtOnce = 16;

    private readonly Dictionary<string, StoreObject> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CachedObject> _files = new(StringComparer.Ordinal);
    private Dictionary<string, StoreObject>? _listing;
    private bool _isListed;

    /// <summary>The playlist's own path at the gateway; longer than any reference can be, so that none is taken for it.</summary>
    public string Root { get; } = $"{new string('_', 1001)}.m3u8";

    /// <inheritdoc/>
    public string Subject => playlist.Location.ToString();

    /// <inheritdoc/>
    public string? Problem => null;

    /// <summary>What all files together are known by.</summary>
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join(
        '\n', _known.Where(item => _files.ContainsKey(item.Key)).OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key} {SourceOpener.IdentityOf(item.Value)}")))));

    /// <summary>Adds the playlist itself.</summary>
    public void AddRoot()
    {
        _known[Root] = playlist;
        _files[Root] = source.Add(Root, store, playlist, "application/vnd.apple.mpegurl");
    }

    /// <inheritdoc/>
    public void Expect(IEnumerable<string> references, string current)
    {
        if (playlist.Location.IsObject && !_isListed)
        {
            _isListed = true;
            ListAsync().GetAwaiter().GetResult();
        }

        string[] unknown = [.. references.Select(reference => GatewayPath.Join(current, reference)).OfType<string>().Distinct().Where(path => !_known.ContainsKey(path) && LocationOf(path) is not null)];
        Parallel.ForEachAsync(
            unknown,
            new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = cancellationToken },
            async (path, token) =>
            {
                StoreObject description = await DescribeAsync(LocationOf(path)!, token).ConfigureAwait(false);
                lock (_known)
                {
                    _known[path] = description;
                }
            }).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public (string? File, string? Problem) Resolve(string reference, string shown, string current)
    {
        string? path = GatewayPath.Join(current, reference);
        if (path is null)
        {
            return (null, $"'{shown}', which lies outside its folder");
        }

        if (LocationOf(path) is not { } location)
        {
            return (null, $"'{shown}', whose characters could be read in two ways");
        }

        if (!_files.ContainsKey(path))
        {
            StoreObject description = _known.GetValueOrDefault(path) ?? throw Missing(location, null);
            if (description.Bytes == 0)
            {
                return (null, $"'{shown}', which is empty");
            }

            _files[path] = source.Add(path, store, description);
        }

        return (path, null);
    }

    /// <inheritdoc/>
    public Stream Open(string file) => new ObjectStream(_files[file], source.Fail);

    /// <inheritdoc/>
    public long BytesOf(string file) => _files[file].Bytes;

    /// <inheritdoc/>
    /// <remarks>
    /// A segment is joined to others and never read as a playlist of its own; where such a join begins is looked at apart. To look at
    /// each would cost a request each.
    /// </remarks>
    public bool MayBePlaylist(string file, bool isSegment) => !isSegment;

    private async Task ListAsync()
    {
        string folder = playlist.Location.Key![..(playlist.Location.Key!.LastIndexOf('/') + 1)];
        MediaLocation prefix = MediaLocation.FromObject(playlist.Location.Scheme, playlist.Location.Bucket!, folder);
        Dictionary<string, StoreObject> listed = new(StringComparer.Ordinal);
        try
        {
            await foreach (StoreObject item in store.ListAsync(prefix, new StoreListing(), cancellationToken).ConfigureAwait(false))
            {
                listed[item.Location.Key![folder.Length..]] = item;
                if (listed.Count >= MostListed)
                {
                    break;
                }
            }
        }
        catch (ConversionException)
        {
            // Who may read need not be allowed to list; each object is then asked for.
            return;
        }

        _listing = listed;
    }

    private async Task<StoreObject> DescribeAsync(MediaLocation location, CancellationToken token)
    {
        if (location.Key is { } key && _listing?.GetValueOrDefault(key[(playlist.Location.Key!.LastIndexOf('/') + 1)..]) is { } listed)
        {
            return listed with { Location = location };
        }

        try
        {
            return await gateway.DescribeAsync(store, location, token).ConfigureAwait(false);
        }
        catch (ConversionException failure) when (failure.ErrorId == ErrorId.PathNotFound)
        {
            throw Missing(location, failure);
        }
    }

    private MediaLocation? LocationOf(string path)
    {
        if (!playlist.Location.IsObject)
        {
            string address = playlist.Location.Path;
            int query = address.IndexOfAny(['?', '#']);
            address = query < 0 ? address : address[..query];
            return MediaLocation.Parse(address[..(address.LastIndexOf('/') + 1)] + path);
        }

        string[] segments = [.. path.Split('/').Select(Uri.UnescapeDataString)];
        return segments.Any(segment => segment is "." or ".." || segment.AsSpan().ContainsAny('/', '\\') || segment.Any(char.IsControl))
            ? null
            : MediaLocation.FromObject(playlist.Location.Scheme, playlist.Location.Bucket!, playlist.Location.Key![..(playlist.Location.Key!.LastIndexOf('/') + 1)] + string.Join('/', segments));
    }

    private ConversionException Missing(MediaLocation location, Exception? inner) => new(
        ErrorId.PathNotFound, FailureKind.Input, $"{location} does not exist; the playlist {Subject} refers to it.", "A playlist needs its segments beside it: upload them too.", inner);
}

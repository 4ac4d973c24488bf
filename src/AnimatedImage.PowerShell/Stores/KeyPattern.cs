using System.Management.Automation;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>
/// A key with PowerShell's wildcards, as in <c>s3://bucket/a/*.mp4</c>. As in paths, a wildcard stays within its folder: <c>*</c> matches
/// no slash. Case counts, as it does in keys.
/// </summary>
internal sealed class KeyPattern
{
    private static readonly char[] Wildcards = ['*', '?', '[', '`'];

    private readonly WildcardPattern[] _segments;
    private readonly bool _recurse;

    /// <param name="location">An object whose key holds wildcards.</param>
    /// <param name="recurse">True finds the last segment in every folder below the one that the others name.</param>
    public KeyPattern(MediaLocation location, bool recurse)
    {
        string key = location.Key!;
        _segments = [.. key.Split('/').Select(segment => WildcardPattern.Get(segment, WildcardOptions.None))];
        _recurse = recurse;

        // Only what stands before the first wildcard narrows a listing; with Recurse the last name may lie deeper.
        int wildcard = key.IndexOfAny(Wildcards);
        int lastSlash = key.LastIndexOf('/');
        int literal = recurse ? Math.Min(wildcard, lastSlash + 1) : wildcard;
        Prefix = MediaLocation.FromObject(location.Scheme, location.Bucket!, key[..literal]);
        Listing = new StoreListing { Recurse = recurse || wildcard <= lastSlash };
    }

    /// <summary>What is listed: bucket and the part of the key before the first wildcard.</summary>
    public MediaLocation Prefix { get; }

    /// <summary>How it is listed.</summary>
    public StoreListing Listing { get; }

    /// <summary>True for a location whose key holds wildcards.</summary>
    public static bool Holds(MediaLocation location) => location.IsObject && WildcardPattern.ContainsWildcardCharacters(location.Key);

    /// <summary>The location with its key's backticks before wildcards taken away.</summary>
    public static MediaLocation Unescape(MediaLocation location) =>
        MediaLocation.FromObject(location.Scheme, location.Bucket!, WildcardPattern.Unescape(location.Key));

    /// <summary>The folder that the pattern covers and the key lies in, up to and with its <c>/</c>; null when it covers none of the key's.</summary>
    public string? FolderOf(string key)
    {
        string[] segments = key.Split('/');
        return segments.Length > _segments.Length && _segments.Index().All(each => each.Item.IsMatch(segments[each.Index]))
            ? string.Join('/', segments[.._segments.Length]) + "/"
            : null;
    }

    /// <summary>True when the pattern covers the key.</summary>
    public bool IsMatch(string key)
    {
        string[] segments = key.Split('/');
        int folders = _segments.Length - 1;
        return (_recurse ? segments.Length >= _segments.Length : segments.Length == _segments.Length)
            && Enumerable.Range(0, folders).All(index => _segments[index].IsMatch(segments[index]))
            && _segments[^1].IsMatch(segments[^1]);
    }
}

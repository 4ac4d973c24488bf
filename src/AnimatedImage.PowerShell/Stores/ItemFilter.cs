using System.Management.Automation;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>Which objects of a listing are wanted. Patterns are for the last segment of the key, in any case, as those of Get-ChildItem are.</summary>
internal sealed class ItemFilter
{
    private readonly WildcardPattern[] _all;
    private readonly WildcardPattern[] _any;
    private readonly WildcardPattern[] _none;
    private readonly DateTimeOffset? _since;

    /// <param name="all">Patterns that must all fit.</param>
    /// <param name="any">Patterns of which one must fit; empty = any name.</param>
    /// <param name="none">Patterns of which none may fit.</param>
    /// <param name="since">The earliest time of writing; objects without one are wanted, folders are not.</param>
    public ItemFilter(string[] all, string[] any, string[] none, DateTimeOffset? since)
    {
        (_all, _any, _none, _since) = (Patterns(all), Patterns(any), Patterns(none), since);
    }

    /// <summary>True for a wanted object.</summary>
    public bool Takes(StoreObject each)
    {
        string name = each.Name;
        return Array.TrueForAll(_all, pattern => pattern.IsMatch(name))
            && (_any.Length == 0 || Array.Exists(_any, pattern => pattern.IsMatch(name)))
            && !Array.Exists(_none, pattern => pattern.IsMatch(name))
            && !(each.LastModified < _since)
            && !(each.IsFolder && _since is not null);
    }

    private static WildcardPattern[] Patterns(string[] texts) => [.. texts.Select(text => WildcardPattern.Get(text, WildcardOptions.IgnoreCase))];
}

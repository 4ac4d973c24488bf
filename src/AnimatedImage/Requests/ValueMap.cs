using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace AnimatedImage.Requests;

/// <summary>Names with texts that cannot change and equal every other such map of the same content; in the order of the names.</summary>
internal sealed class ValueMap : IReadOnlyDictionary<string, string>, IEquatable<ValueMap>
{
    private readonly SortedDictionary<string, string> _items;

    private ValueMap(IEnumerable<KeyValuePair<string, string>> items)
    {
        _items = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in items)
        {
            _items[name] = value;
        }
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _items.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _items.Values;

    /// <inheritdoc/>
    public string this[string key] => _items[key];

    /// <summary>A copy; null stays null.</summary>
    public static ValueMap? Of(IReadOnlyDictionary<string, string>? items) => items is null ? null : items as ValueMap ?? new ValueMap(items);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _items.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _items.TryGetValue(key, out value);

    /// <inheritdoc/>
    public bool Equals(ValueMap? other) => other is not null && _items.SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueMap);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Aggregate(_items.Count, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>name=value</c>, separated by commas.</summary>
    public override string ToString() => string.Join(", ", _items.Select(item => $"{item.Key}={item.Value}"));
}

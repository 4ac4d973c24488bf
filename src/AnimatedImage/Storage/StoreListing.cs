namespace AnimatedImage.Storage;

/// <summary>What part of a bucket is listed.</summary>
public sealed record StoreListing
{
    /// <summary>True goes into every prefix, false stops at the next <c>/</c>.</summary>
    public bool Recurse { get; init; } = true;

    /// <summary>True also tells the prefixes at which a listing that does not recurse stops (<see cref="StoreObject.IsFolder"/>).</summary>
    public bool Folders { get; init; }

    /// <summary>Objects whose keys come after this one in the order of their UTF-8 bytes; null = from the first.</summary>
    public string? StartAfter { get; init; }
}

namespace AnimatedImage.Requests;

/// <summary>What a store keeps with an output; local files have none of it.</summary>
public sealed record ObjectOptions
{
    /// <summary>How the names begin that AnimatedImage keeps for itself.</summary>
    public const string ReservedPrefix = "animatedimage-";

    // S3 takes 2 KB for all names and values; a quarter of it is ours.
    private const int MostMetadataBytes = 1536;
    private const int MostTags = 10;
    private const int LongestTagName = 128;
    private const int LongestTagValue = 256;
    private const int LongestHeader = 1024;

    /// <summary>The user's metadata; names of letters, digits, <c>-</c>, <c>_</c> and <c>.</c> in any case, values of visible ASCII; 1,536 characters together. Null = none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init => field = ValueMap.Of(value); }

    /// <summary>The Cache-Control header, 1–1024 visible ASCII characters: <c>public, max-age=86400</c>. Null = none.</summary>
    public string? CacheControl { get; init; }

    /// <summary>Up to 10 tags; names of 1–128, values of 0–256 characters. Null = none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init => field = ValueMap.Of(value); }

    /// <summary>The storage class as the store spells it, 1–64 of letters, digits, <c>-</c> and <c>_</c>: <c>STANDARD_IA</c>. Null = the bucket's own.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The parameters that are set.</summary>
    internal IEnumerable<string> Named
    {
        get
        {
            (string Name, object? Value)[] all = [("Metadata", Metadata), (nameof(CacheControl), CacheControl), ("ObjectTag", Tags), (nameof(StorageClass), StorageClass)];
            return all.Where(parameter => parameter.Value is not null).Select(parameter => parameter.Name);
        }
    }

    internal IEnumerable<RequestProblem> Check()
    {
        foreach ((string name, string value) in Metadata ?? ValueMap.Of(new Dictionary<string, string>())!)
        {
            if (name.Length == 0 || !name.All(IsNameCharacter))
            {
                yield return RequestProblem.Invalid("Metadata", $"Metadata has the name {InvalidValue.Quote(name)}; names are letters, digits, '-', '_' and '.'.");
            }
            else if (name.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase))
            {
                yield return RequestProblem.Invalid("Metadata", $"Metadata has the name {InvalidValue.Quote(name)}; names that begin with {ReservedPrefix} are kept for the content key and its like.");
            }
            else if (!IsHeader(value))
            {
                yield return RequestProblem.Invalid("Metadata", $"The metadata {name} is {InvalidValue.Quote(value)}; values are visible ASCII characters and spaces.");
            }
        }

        int metadataBytes = Metadata?.Sum(item => item.Key.Length + item.Value.Length) ?? 0;
        if (metadataBytes > MostMetadataBytes)
        {
            yield return RequestProblem.OutOfRange("Metadata", $"{metadataBytes} characters long", $"at most {MostMetadataBytes}, names and values together");
        }

        if (CacheControl is { } cache && (cache.Length is 0 or > LongestHeader || !IsHeader(cache)))
        {
            yield return RequestProblem.Invalid("CacheControl", $"CacheControl is {InvalidValue.Quote(cache)}; it must be 1 to {LongestHeader} visible ASCII characters and spaces.");
        }

        if (Tags?.Count > MostTags)
        {
            yield return RequestProblem.Invalid("ObjectTag", FormattableString.Invariant($"There are {Tags.Count} tags; an object can have {MostTags}."));
        }

        foreach ((string name, string value) in Tags ?? ValueMap.Of(new Dictionary<string, string>())!)
        {
            if (name.Length is 0 or > LongestTagName || value.Length > LongestTagValue || name.Concat(value).Any(char.IsControl))
            {
                yield return RequestProblem.Invalid("ObjectTag", $"The tag {InvalidValue.Quote(name)} cannot be set; its name may have 1 to {LongestTagName} characters, its value {LongestTagValue}, none of them control characters.");
            }
        }

        if (StorageClass is { } storageClass && (storageClass.Length is 0 or > 64 || !storageClass.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')))
        {
            yield return RequestProblem.Invalid("StorageClass", $"StorageClass is {InvalidValue.Quote(storageClass)}; it must be a name such as STANDARD_IA.");
        }
    }

    internal ObjectOptions Over(ObjectOptions template) => new()
    {
        Metadata = Metadata ?? template.Metadata,
        CacheControl = CacheControl ?? template.CacheControl,
        Tags = Tags ?? template.Tags,
        StorageClass = StorageClass ?? template.StorageClass,
    };

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';

    private static bool IsHeader(string text) => text.All(character => character is >= ' ' and <= '~') && text == text.Trim();
}

using System.Collections;
using System.Management.Automation;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Commands;

/// <content>What a store keeps with an output, and how it is reached.</content>
public abstract partial class RequestCommand
{
    /// <summary>The storage profile that outputs in stores are written with; default: as the source's, or by bucket and scheme.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string? DestinationStorage { get; set; }

    /// <summary>The user's metadata of an object.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Metadata { get; set; }

    /// <summary>The Cache-Control header of an object.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CacheControl { get; set; }

    /// <summary>The tags of an object; not called Tag, for jobs have tags of their own.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? ObjectTag { get; set; }

    /// <summary>The storage class of an object, as the store spells it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorageClass { get; set; }

    private ObjectOptions ReadObject() => new()
    {
        Metadata = Texts(Metadata),
        CacheControl = CacheControl,
        Tags = Texts(ObjectTag),
        StorageClass = StorageClass,
    };

    // Numbers and dates become the same text under every culture.
    private static Dictionary<string, string>? Texts(Hashtable? typed) => typed?.Cast<DictionaryEntry>().ToDictionary(
        entry => LanguagePrimitives.ConvertTo<string>(entry.Key),
        entry => LanguagePrimitives.ConvertTo<string>(entry.Value) ?? string.Empty);
}

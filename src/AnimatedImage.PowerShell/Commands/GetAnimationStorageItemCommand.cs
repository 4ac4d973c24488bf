using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Lists the objects and folders of a bucket, page by page as they are taken.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationStorageItem", DefaultParameterSetName = PathSet)]
[OutputType(typeof(StorageItem))]
public sealed class GetAnimationStorageItemCommand : AsyncCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private CommandStores? _stores;
    private ItemFilter _filter = null!;

    /// <summary>Buckets, folders or objects; wildcards in the key are expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Buckets, folders or objects, every character meaning itself.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A pattern for names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Filter { get; set; }

    /// <summary>Patterns for names, of which one must fit.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Include { get; set; } = [];

    /// <summary>Patterns for names, of which none may fit.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Only what was written at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Go into the folders below.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Objects alone, no folders.</summary>
    [Parameter]
    public SwitchParameter File { get; set; }

    /// <summary>Folders alone, no objects.</summary>
    [Parameter]
    public SwitchParameter Directory { get; set; }

    /// <summary>The storage profile; default: by bucket and scheme.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string? Storage { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Directory && (File || Recurse))
        {
            ConversionException problem = new(
                ErrorId.ContradictoryParameters,
                FailureKind.Input,
                $"-Directory and -{(File ? nameof(File) : nameof(Recurse))} cannot be given together.",
                "Leave one of them out: with -Recurse the objects of all folders are listed, and no folders.");
            ThrowTerminatingError(ErrorRecords.From(problem, null));
        }

        _stores = new CommandStores(PipelineThread, new WebAccess());
        _filter = new ItemFilter(Filter is null ? [] : [Filter], Include, Exclude, Since);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        string? storage = Storage;
        foreach (string path in isLiteral ? LiteralPath : Path)
        {
            Start(path, (streams, stopped) => ListAsync(path, isLiteral, storage, streams, stopped));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stores?.Dispose();
    }

    private async Task ListAsync(string path, bool isLiteral, string? storage, ICommandStreams streams, CancellationToken stopped)
    {
        if (!MediaLocation.TryParseUri(path, out MediaLocation? location) || !location.IsObject || location.Bucket is not { Length: > 0 })
        {
            throw new ConversionException(
                ErrorId.InvalidParameter,
                FailureKind.Input,
                $"'{location?.ToString() ?? path}' is no bucket.",
                "Give s3://bucket, cos://bucket-appid or oss://bucket, with a key or a folder where you like; local folders are listed by Get-ChildItem.");
        }

        StoreProfile profile = new StoreChoice(_stores!.Profiles, location, storage).For(location);
        ObjectListing listing = new(_stores.Open(profile), folders: !File && !Recurse);
        IAsyncEnumerable<StoreObject> found = isLiteral
            ? listing.ContentAsync(location, Recurse, stopped)
            : listing.ExpandAsync(location, Recurse, stopped);
        await foreach (StoreObject each in found.ConfigureAwait(false))
        {
            if (_filter.Takes(each) && (each.IsFolder || !Directory))
            {
                await streams.WriteObjectAsync(Item(each, profile)).ConfigureAwait(false);
            }
        }
    }

    private static StorageItem Item(StoreObject found, StoreProfile profile) => new()
    {
        Location = found.Location,
        Storage = ReferenceEquals(profile, StoreProfiles.Implicit) ? null : profile.Name,
        IsFolder = found.IsFolder,
        Bytes = found.Bytes,
        LastModified = found.LastModified,
        ETag = found.ETag,
        StorageClass = found.StorageClass,
    };
}

using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tries step by step what a storage profile can do, and says what to do where it cannot.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AnimationStorage", SupportsShouldProcess = true)]
[OutputType(typeof(StorageTestResult))]
public sealed class TestAnimationStorageCommand : AsyncCommand
{
    private CommandStores? _stores;

    /// <summary>The profiles' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The bucket to list, read and write; default: the first that the profile names without a wildcard.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Bucket { get; set; }

    /// <summary>Where in the bucket; default: at its top.</summary>
    [Parameter]
    [AllowEmptyString]
    public string Prefix { get; set; } = string.Empty;

    /// <summary>Write nothing.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _stores = new CommandStores(PipelineThread, new WebAccess());

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            try
            {
                StoreProfile profile = _stores!.Profiles.Get(name);
                string? bucket = Bucket ?? profile.Buckets.FirstOrDefault(each => !WildcardPattern.ContainsWildcardCharacters(each));
                bool mayWrite = !ReadOnly && (bucket is null
                    || ShouldProcess($"{profile.Scheme.ToString().ToLowerInvariant()}://{bucket}/{Prefix}", "Write and delete a small object"));
                Start(name, (streams, stopped) => TestAsync(profile, bucket, mayWrite, streams, stopped));
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, name));
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stores?.Dispose();
    }

    private async Task TestAsync(StoreProfile profile, string? bucket, bool mayWrite, ICommandStreams streams, CancellationToken stopped)
    {
        StorageTest test = new(profile, _stores!.Open(profile), CommandStores.AddressOf(profile, bucket));
        await foreach (StorageTestResult result in test.RunAsync(bucket, Prefix, mayWrite, stopped).ConfigureAwait(false))
        {
            await streams.WriteObjectAsync(result).ConfigureAwait(false);
        }
    }
}

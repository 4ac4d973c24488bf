using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Base of every cmdlet that takes files: <c>-Path</c> with wildcards, <c>-LiteralPath</c> without, both from the pipeline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PathCommand : AsyncCommand
{
    /// <summary>The parameter set of <see cref="Path"/>.</summary>
    protected const string PathSet = SourcePaths.PathSet;

    /// <summary>The parameter set of <see cref="LiteralPath"/>.</summary>
    protected const string LiteralPathSet = SourcePaths.LiteralPathSet;

    private PathResolver? _paths;
    private CommandStores? _stores;

    private protected PathCommand()
    {
    }

    /// <summary>Files or URIs; wildcards are expanded, sorted by name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or URIs, every character meaning itself; what file objects bind to.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The storage profile that remote files are reached with; default: by bucket and scheme.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string? Storage { get; set; }

    /// <summary>Read from web addresses inside private networks and on this machine too.</summary>
    [Parameter]
    public SwitchParameter AllowPrivateNetwork { get; set; }

    private protected PathResolver Paths => _paths ??= new PathResolver(this);

    /// <summary>The stores behind remote files.</summary>
    private protected CommandStores Stores => _stores ??= new CommandStores(PipelineThread, new WebAccess { AllowPrivateNetwork = AllowPrivateNetwork });

    /// <summary>Passes every file on; a path that names none is an error of its own and does not keep the others.</summary>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (MediaLocation source in new SourcePaths(this, Paths, Stores, Storage).Resolve(isLiteral ? LiteralPath : Path, isLiteral))
        {
            ProcessSource(source);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stores?.Dispose();
    }

    /// <summary>Works on one file.</summary>
    private protected abstract void ProcessSource(MediaLocation source);
}

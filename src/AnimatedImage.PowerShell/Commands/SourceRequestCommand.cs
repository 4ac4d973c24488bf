using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Base of the cmdlets that do the same, one conversion request, to every source.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SourceRequestCommand : RequestCommand
{
    /// <summary>The parameter set of <see cref="Path"/>.</summary>
    protected const string PathSet = SourcePaths.PathSet;

    /// <summary>The parameter set of <see cref="LiteralPath"/>.</summary>
    protected const string LiteralPathSet = SourcePaths.LiteralPathSet;

    /// <summary>The parameter set of <see cref="InputObject"/>.</summary>
    protected const string InputObjectSet = "InputObject";

    private ConversionRequest _typed = null!;
    private IReadOnlyList<(string? Template, ConversionRequest Request)> _requests = [];
    private CommandStores? _stores;
    private SourcePaths? _sources;

    private protected SourceRequestCommand()
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

    /// <summary>Objects as Get-AnimationStorageItem found them: what it told about them is not asked again.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    public StorageItem[] InputObject { get; set; } = [];

    /// <summary>The storage profile that remote files are reached with; default: by bucket and scheme.</summary>
    // Bound by property name in the default set too, it would keep PowerShell from looking for LiteralPath.
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string? Storage { get; set; }

    /// <summary>Use no template, whatever is configured.</summary>
    [Parameter]
    public SwitchParameter NoTemplate { get; set; }

    /// <summary>Read from web addresses inside private networks and on this machine too.</summary>
    [Parameter]
    public SwitchParameter AllowPrivateNetwork { get; set; }

    /// <summary>The templates that the call names, in order; empty = none.</summary>
    private protected abstract IReadOnlyList<TemplateReference> NamedTemplates { get; }

    /// <summary>The name of the template that <see cref="Request"/> was made with; null = none.</summary>
    private protected string? TemplateName => _requests[0].Template;

    /// <summary>The names of the templates that <see cref="Requests"/> were made with, in their order.</summary>
    private protected IReadOnlyList<string> TemplateNames => [.. _requests.Select(each => each.Template).OfType<string>()];

    /// <summary>The stores behind remote files.</summary>
    private protected CommandStores Stores => _stores ??= new CommandStores(PipelineThread, new WebAccess { AllowPrivateNetwork = AllowPrivateNetwork });

    /// <summary>What was asked, without a source; there after <see cref="BeginProcessing"/>.</summary>
    private protected ConversionRequest Request => Requests[0];

    /// <summary>What was asked, one for each template that was named.</summary>
    private protected IReadOnlyList<ConversionRequest> Requests => [.. _requests.Select(each => each.Request with { Storage = Storage ?? each.Request.Storage })];

    /// <summary>True when more than one input can come.</summary>
    private protected bool IsBatch => MyInvocation.ExpectingInput || SourcePaths.AreMany(Path, LiteralPath);

    /// <summary>Checks the request: what is wrong with it is wrong for every input, so that is one error and the end.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            _typed = ReadRequest() with { Storage = Storage };
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Destination));
        }

        ThrowAny(_typed.Check(), null);
        try
        {
            TemplateReference?[] named = NamedTemplates is { Count: > 0 } several ? [.. several] : [null];
            _requests = [.. named.Select(template => UseTemplate(template, named.Length > 1))];
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, string.Join(", ", NamedTemplates.Select(template => template.Name))));
        }

        foreach ((string? template, ConversionRequest request) in _requests)
        {
            ThrowAny(request.Check(), template);
        }
    }

    /// <summary>Passes every file on; a path that names none is an error of its own and does not keep the others.</summary>
    protected override void ProcessRecord()
    {
        _sources = new SourcePaths(this, Paths, Stores, Request.Storage);
        string? typed = Storage;
        foreach (StorageItem item in InputObject)
        {
            if (item.IsFolder)
            {
                WriteVerbose($"'{item}' is a folder and left out; Get-AnimationStorageItem -Recurse finds what lies in it.");
                continue;
            }

            Storage = typed ?? item.Storage;
            ProcessSource(_sources.Take(item));
        }

        Storage = typed;
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (MediaLocation source in _sources.Resolve(isLiteral ? LiteralPath : Path, isLiteral))
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

    /// <summary>What a listing said about the source at hand, which saves asking its store again; null = nothing.</summary>
    private protected StoreObject? Known => _sources?.Known;

    /// <summary>Hands the stores to work that outlives the cmdlet, which then disposes them.</summary>
    private protected CommandStores LeaveStores()
    {
        CommandStores left = Stores;
        _stores = null;
        return left;
    }

    /// <summary>Works on one file.</summary>
    private protected abstract void ProcessSource(MediaLocation source);

    /// <summary>The request as typed, over a template's.</summary>
    private protected virtual ConversionRequest Combine(ConversionRequest typed, ConversionRequest template) => typed.Over(template);

    /// <summary>The request as typed, its destination from the session's location.</summary>
    private protected override ConversionRequest ReadRequest() =>
        base.ReadRequest() with { Destination = Destination is null ? null : Paths.Destination(Destination) };

    private (string? Template, ConversionRequest Request) UseTemplate(TemplateReference? named, bool isOneOfSeveral)
    {
        TemplateChoice choice = TemplateChoice.Make(named, NoTemplate);
        if (choice.DefaultBy is { } source)
        {
            WriteVerbose($"The default template '{choice.Template}' is used, as {source} says; -NoTemplate leaves it out.");
        }

        if (choice.Template is not { } template)
        {
            return (null, _typed);
        }

        // A template's relative destination counts from where it is used.
        string? destination = template.Request.Destination is { } pattern ? Paths.Destination(pattern) : null;
        ConversionRequest request = Combine(_typed, template.Request with { Destination = destination });

        // What is checked before the job is submitted, and swept after it, knows the first template alone.
        return (template.Name, isOneOfSeveral && request.Destination is { } place ? request with { Destination = DestinationPattern.SetTemplate(place, template.Name) } : request);
    }

    private void ThrowAny(IReadOnlyList<RequestProblem> problems, string? template)
    {
        try
        {
            RequestProblem.ThrowAny(problems);
        }
        catch (ConversionException exception)
        {
            ConversionException failure = template is null ? exception : new ConversionException(
                exception.ErrorId, exception.Kind, $"Together with the template '{template}': {exception.Message}", exception.Advice, exception);
            ThrowTerminatingError(ErrorRecords.From(failure, problems[0].Parameter));
        }
    }
}

using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Binding;
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

    private CommandStores? _stores;

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

    /// <summary>The storage profile that remote files are reached with; default: by bucket and scheme.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    public string? Storage { get; set; }

    /// <summary>A template by name, or as Get-AnimationTemplate returns it; parameters given here win. Default: the one configured, if any.</summary>
    [Parameter]
    [ValidateNotNull]
    [TemplateTransformation]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public TemplateReference? Template { get; set; }

    /// <summary>Use no template, whatever is configured.</summary>
    [Parameter]
    public SwitchParameter NoTemplate { get; set; }

    /// <summary>The name of the template that <see cref="Request"/> was made with; null = none.</summary>
    private protected string? TemplateName { get; private set; }

    /// <summary>The stores behind remote files.</summary>
    private protected CommandStores Stores => _stores ??= new CommandStores(PipelineThread);

    /// <summary>What was asked, without a source; there after <see cref="BeginProcessing"/>.</summary>
    private protected ConversionRequest Request { get; private set; } = null!;

    /// <summary>True when more than one input can come.</summary>
    private protected bool IsBatch => MyInvocation.ExpectingInput || SourcePaths.AreMany(Path, LiteralPath);

    /// <summary>Checks the request: what is wrong with it is wrong for every input, so that is one error and the end.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            Request = ReadRequest();
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Destination));
        }

        ThrowAny(Request.Check());
        try
        {
            UseTemplate();
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Template?.Name));
        }

        ThrowAny(Request.Check());
    }

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

    /// <summary>The request as typed, over a template's.</summary>
    private protected virtual ConversionRequest Combine(ConversionRequest typed, ConversionRequest template) => typed.Over(template);

    /// <summary>The request as typed, its destination from the session's location.</summary>
    private protected override ConversionRequest ReadRequest() =>
        base.ReadRequest() with { Destination = Destination is null ? null : Paths.Destination(Destination) };

    private void UseTemplate()
    {
        TemplateChoice choice = TemplateChoice.Make(Template, NoTemplate);
        if (choice.DefaultBy is { } source)
        {
            WriteVerbose($"The default template '{choice.Template}' is used, as {source} says; -NoTemplate leaves it out.");
        }

        if (choice.Template is { } template)
        {
            // A template's relative destination counts from where it is used.
            string? destination = template.Request.Destination is { } pattern ? Paths.Destination(pattern) : null;
            Request = Combine(Request, template.Request with { Destination = destination });
            TemplateName = template.Name;
        }
    }

    private void ThrowAny(IReadOnlyList<RequestProblem> problems)
    {
        try
        {
            RequestProblem.ThrowAny(problems);
        }
        catch (ConversionException exception)
        {
            ConversionException failure = TemplateName is null ? exception : new ConversionException(
                exception.ErrorId, exception.Kind, $"Together with the template '{TemplateName}': {exception.Message}", exception.Advice, exception);
            ThrowTerminatingError(ErrorRecords.From(failure, problems[0].Parameter));
        }
    }
}

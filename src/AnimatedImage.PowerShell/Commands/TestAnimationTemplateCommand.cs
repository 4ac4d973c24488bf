using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Checks templates and files that hold one, and tells every problem; nothing is changed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AnimationTemplate", DefaultParameterSetName = NameSet)]
[OutputType(typeof(TemplateReport))]
public sealed class TestAnimationTemplateCommand : PSCmdlet
{
    private const string NameSet = "Name";
    private const string TemplateSet = "Template";

    /// <summary>Names of templates.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Templates, as Get-AnimationTemplate returns them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TemplateSet)]
    [ValidateNotNull]
    public AnimationTemplate[] InputObject { get; set; } = [];

    /// <summary>Files, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SourcePaths.PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files, every character meaning itself; what file objects bind to.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SourcePaths.LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case NameSet:
                Each(Name, name => TemplateLibrary.OfUser().Test(name));
                break;
            case TemplateSet:
                Each(InputObject, template => new TemplateReport { Name = template.Name, Problems = TemplateRules.Check(template) });
                break;
            default:
                bool isLiteral = ParameterSetName == SourcePaths.LiteralPathSet;
                Each(TemplateFiles.Resolve(this, isLiteral ? LiteralPath : Path, isLiteral), Test);
                break;
        }
    }

    private static TemplateReport Test(MediaLocation file) => new()
    {
        Problems = TemplateJson.Inspect(TemplateFiles.Read(file), out AnimationTemplate? template),
        Name = template?.Name,
        Path = file.Path,
    };

    private void Each<T>(IEnumerable<T> items, Func<T, TemplateReport> test)
    {
        foreach (T item in items)
        {
            try
            {
                WriteObject(test(item));
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, item));
            }
        }
    }
}

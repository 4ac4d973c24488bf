using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Takes templates from files into the user's own.</summary>
[Cmdlet(VerbsData.Import, "AnimationTemplate", DefaultParameterSetName = SourcePaths.PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(AnimationTemplate))]
public sealed class ImportAnimationTemplateCommand : PSCmdlet
{
    /// <summary>Files, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = SourcePaths.PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files, every character meaning itself; what file objects bind to.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SourcePaths.LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Replace templates of the same names.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == SourcePaths.LiteralPathSet;
        foreach (MediaLocation file in TemplateFiles.Resolve(this, isLiteral ? LiteralPath : Path, isLiteral))
        {
            try
            {
                Import(file);
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, file));
            }
        }
    }

    private void Import(MediaLocation file)
    {
        AnimationTemplate template = TemplateJson.Read(TemplateFiles.Read(file), file.Path);
        TemplateLibrary library = TemplateLibrary.OfUser();
        library.Check(template, Force);
        if (ShouldProcess(file.ToString(), $"Import the template {template.Name}"))
        {
            WriteObject(library.Add(template, Force));
        }
    }
}

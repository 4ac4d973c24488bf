using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Writes templates to files, for other machines and for version control.</summary>
[Cmdlet(VerbsData.Export, "AnimationTemplate", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportAnimationTemplateCommand : AsyncCommand
{
    private readonly List<AnimationTemplate> _templates = [];

    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>A file, or a folder that exists or ends in a separator; default: the current location.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "./";

    /// <summary>Overwrite files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            try
            {
                _templates.AddRange(Expand(TemplateLibrary.OfUser(), name));
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, name));
            }
        }
    }

    /// <summary>Writes once all templates are known: several into one file are refused before the first is written.</summary>
    protected override void EndProcessing()
    {
        ILookup<MediaLocation, AnimationTemplate> byFile;
        try
        {
            byFile = _templates.DistinctBy(template => template.Name, StringComparer.OrdinalIgnoreCase).ToLookup(FileFor);
        }
        catch (ConversionException exception)
        {
            WriteError(ErrorRecords.From(exception, Destination));
            return;
        }

        foreach (IGrouping<MediaLocation, AnimationTemplate> templates in byFile)
        {
            try
            {
                Export([.. templates], templates.Key);
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, templates.Key));
            }
        }
    }

    private static IEnumerable<AnimationTemplate> Expand(TemplateLibrary library, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [library.Find(name)];
        }

        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return library.List(out _).Where(template => pattern.IsMatch(template.Name));
    }

    private static async Task<SinkResult> WriteAsync(AnimationTemplate template, MediaLocation file, bool overwrite)
    {
        FileSink sink = FileSink.Open(file, overwrite);
        await using (sink.ConfigureAwait(false))
        {
            await sink.WriteAsync(Text(template), CancellationToken.None).ConfigureAwait(false);
            return await sink.PublishAsync().ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Text(AnimationTemplate template)
    {
        yield return System.Text.Encoding.UTF8.GetBytes(TemplateJson.Write(template));
        await Task.CompletedTask.ConfigureAwait(false);
    }

    private MediaLocation FileFor(AnimationTemplate template)
    {
        MediaLocation place = new PathResolver(this).Literal(Destination);
        if (!place.IsLocal)
        {
            throw new ConversionException(ErrorId.StorageNotAvailable, FailureKind.Input, $"'{place}' cannot be written: templates are written to local files only.", "Choose a local destination.");
        }

        bool isFolder = Directory.Exists(place.Path) || Destination.EndsWith('/') || Destination.EndsWith(Path.DirectorySeparatorChar);
        return isFolder ? MediaLocation.FromPath(Path.Combine(place.Path, template.Name.ToLowerInvariant() + ".json")) : place;
    }

    private void Export(IReadOnlyList<AnimationTemplate> templates, MediaLocation file)
    {
        if (templates.Count > 1)
        {
            throw new ConversionException(
                ErrorId.DestinationConflict,
                FailureKind.Input,
                $"{templates.Count} templates would be written to '{file}'.",
                $"End the destination with {Path.DirectorySeparatorChar} to name a folder, which exists: each template then has a file of its own.");
        }

        if (!Force && File.Exists(file.Path))
        {
            throw new ConversionException(ErrorId.DestinationExists, FailureKind.Input, $"'{file}' exists already.", "Use -Force to overwrite it, or choose another destination.");
        }

        FileSink.Check(file, Force);
        if (ShouldProcess(file.ToString(), $"Export the template {templates[0].Name}"))
        {
            Await(() => WriteAsync(templates[0], file, Force));

            // As the provider gives it, so that it is shown as Get-Item shows it.
            WriteObject(SessionState.InvokeProvider.Item.Get([file.Path], force: true, literalPath: true), enumerateCollection: true);
        }
    }
}

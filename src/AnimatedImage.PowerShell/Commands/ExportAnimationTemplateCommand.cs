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
    private readonly HashSet<MediaLocation> _written = [];

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
                TemplateLibrary library = TemplateLibrary.OfUser();
                foreach (AnimationTemplate template in Expand(library, name))
                {
                    Export(template);
                }
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, name));
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

    private static async Task<FileInfo> WriteAsync(AnimationTemplate template, MediaLocation file, bool overwrite, CancellationToken stopped)
    {
        FileSink sink = FileSink.Open(file, overwrite);
        await using (sink.ConfigureAwait(false))
        {
            await sink.WriteAsync(Text(template), stopped).ConfigureAwait(false);
            await sink.PublishAsync().ConfigureAwait(false);
        }

        return new FileInfo(file.Path);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Text(AnimationTemplate template)
    {
        yield return System.Text.Encoding.UTF8.GetBytes(TemplateJson.Write(template));
        await Task.CompletedTask.ConfigureAwait(false);
    }

    private void Export(AnimationTemplate template)
    {
        MediaLocation place = new PathResolver(this).Literal(Destination);
        if (!place.IsLocal)
        {
            throw new ConversionException(ErrorId.StorageNotAvailable, FailureKind.Input, $"'{place}' cannot be written: templates are written to local files only.", "Choose a local destination.");
        }

        bool isFolder = Directory.Exists(place.Path) || Destination.EndsWith('/') || Destination.EndsWith(Path.DirectorySeparatorChar);
        MediaLocation file = isFolder ? MediaLocation.FromPath(Path.Combine(place.Path, template.Name.ToLowerInvariant() + ".json")) : place;
        if (!_written.Add(file))
        {
            throw new ConversionException(ErrorId.DestinationConflict, FailureKind.Input, $"Several templates would be written to '{file}'.", "Name a folder: each template then has a file of its own.");
        }

        FileSink.Check(file, Force);
        if (ShouldProcess(file.ToString(), $"Export the template {template.Name}"))
        {
            Start(template.Name, async (streams, stopped) =>
                await streams.WriteObjectAsync(await WriteAsync(template, file, Force, stopped).ConfigureAwait(false)).ConfigureAwait(false));
        }
    }
}

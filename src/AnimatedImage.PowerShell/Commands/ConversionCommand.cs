using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Configuration;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.PowerShell.Binding;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Base of the cmdlets that carry a conversion request out, here and now.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConversionCommand : SourceRequestCommand
{
    private int _index;
    private Task _previousTurn = Task.CompletedTask;

    private protected ConversionCommand()
    {
    }

    /// <summary>A template by name, or as Get-AnimationTemplate returns it; parameters given here win. Default: the one configured, if any.</summary>
    [Parameter]
    [ValidateNotNull]
    [TemplateTransformation]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public TemplateReference? Template { get; set; }

    /// <summary>The ffmpeg binary or its folder; default: the environment variable ANIMATEDIMAGE_FFMPEG, the configuration, then PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FFmpegPath { get; set; }

    private protected override IReadOnlyList<TemplateReference> NamedTemplates => Template is null ? [] : [Template];

    /// <summary>Does the work.</summary>
    private protected Converter Converter { get; private set; } = null!;

    /// <summary>Finds ffmpeg, without which no input can be worked on, and checks the request.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            Converter = new Converter(FFmpegLocator.Find(ConfiguredFFmpeg.Path(Paths, FFmpegPath)), Stores) { SpillFolder = AnimationConfiguration.Read().SpillFolder };
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, FFmpegPath));
        }

        base.BeginProcessing();
    }

    /// <summary>The next input, with its place in the order of inputs.</summary>
    /// <param name="source">The video.</param>
    /// <param name="destination">Where its output goes when the request does not say; null = beside it.</param>
    private protected ConversionItem NextItem(MediaLocation source, string? destination = null)
    {
        ConversionItem item = new(Request with { Source = source, Destination = Request.Destination ?? destination }, Known, ++_index, TemplateName, _previousTurn);
        _previousTurn = item.Turn;
        return item;
    }
}

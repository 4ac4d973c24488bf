using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.Media;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Base of every cmdlet that reads videos and so needs ffmpeg.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class FFmpegCommand : PathCommand
{
    private protected FFmpegCommand()
    {
    }

    /// <summary>The ffmpeg binary or its folder; default: the environment variable ANIMATEDIMAGE_FFMPEG, the configuration, then PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FFmpegPath { get; set; }

    /// <summary>The ffmpeg in use; there after <see cref="BeginProcessing"/>.</summary>
    private protected FFmpegTools Tools { get; private set; } = null!;

    /// <summary>Finds ffmpeg. Without it no input can be worked on, so that is one error and the end.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            Tools = FFmpegLocator.Find(ConfiguredFFmpeg.Path(Paths, FFmpegPath));
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, FFmpegPath));
        }
    }
}

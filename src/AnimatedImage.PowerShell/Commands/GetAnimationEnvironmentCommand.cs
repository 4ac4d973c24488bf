using System.Management.Automation;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells whether this machine is ready, and what to do where it is not.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationEnvironment")]
[OutputType(typeof(AnimationEnvironment))]
public sealed class GetAnimationEnvironmentCommand : AsyncCommand
{
    /// <summary>The ffmpeg binary or its folder; default: the environment variable ANIMATEDIMAGE_FFMPEG, the configuration, then PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FFmpegPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            string? path = ConfiguredFFmpeg.Path(new PathResolver(this), FFmpegPath);
            Start(FFmpegPath, (streams, _) => streams.WriteObjectAsync(AnimationEnvironment.Detect(path)));
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, FFmpegPath));
        }
    }
}

using System.Management.Automation;
using AnimatedImage.Media;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells what a video is: size as displayed, duration, frame rate, codec.</summary>
[Cmdlet(VerbsCommon.Get, "VideoInfo", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MediaInfo))]
public sealed class GetVideoInfoCommand : FFmpegCommand
{
    private protected override void ProcessSource(MediaLocation source) => Start(source, async (streams, stopped) =>
    {
        MediaInfo media = await new MediaProbe(Tools).ProbeAsync(source, stopped).ConfigureAwait(false);
        await streams.WriteObjectAsync(media).ConfigureAwait(false);
    });
}

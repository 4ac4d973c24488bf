using System.Management.Automation;
using AnimatedImage.Conversion;
using AnimatedImage.Media;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells what a video is: size as displayed, duration, frame rate, codec.</summary>
[Cmdlet(VerbsCommon.Get, "VideoInfo", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MediaInfo))]
public sealed class GetVideoInfoCommand : FFmpegCommand
{
    private protected override void ProcessSource(MediaLocation source)
    {
        string? storage = Storage;
        Start(source, async (streams, stopped) =>
        {
            Converter converter = new(Tools, Stores.Choosing(source, storage, null));
            MediaInfo media = await converter.ProbeAsync(source, null, stopped).ConfigureAwait(false);
            await streams.WriteObjectAsync(StorageName.On(media, storage)).ConfigureAwait(false);
        });
    }
}

using System.Management.Automation;
using AnimatedImage.Conversion;
using AnimatedImage.Inspection;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells what an animated image holds; reads the container only and needs no ffmpeg.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationInfo", DefaultParameterSetName = PathSet)]
[OutputType(typeof(AnimationInfo))]
public sealed class GetAnimationInfoCommand : PathCommand
{
    private protected override void ProcessSource(MediaLocation source)
    {
        string? storage = Storage;
        Start(source, async (streams, stopped) =>
        {
            AnimationInspector inspector = new(Stores.Choosing(source, storage, null));
            AnimationInfo info = await inspector.ReadAsync(source, stopped).ConfigureAwait(false);
            await streams.WriteObjectAsync(StorageName.On(info, storage)).ConfigureAwait(false);
        });
    }
}

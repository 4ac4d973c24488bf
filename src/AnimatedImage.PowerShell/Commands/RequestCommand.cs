using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>
/// Base of the cmdlets whose parameters make a conversion request, with or without a source: the same parameters with the same names,
/// read once into the same <see cref="ConversionRequest"/>. The parameters stand in the files beside this one, by theme.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class RequestCommand : AsyncCommand
{
    private PathResolver? _paths;

    private protected RequestCommand()
    {
    }

    private protected PathResolver Paths => _paths ??= new PathResolver(this);

    /// <summary>
    /// The request as typed, the destination too; what was not typed is unset. Parts that not every cmdlet has are set by those that have
    /// them.
    /// </summary>
    private protected virtual ConversionRequest ReadRequest() => new()
    {
        Destination = Destination,
        DestinationStorage = DestinationStorage,
        Formats = Format,
        Clip = ReadClip(),
        Sampling = ReadSampling(),
        Playback = ReadPlayback(),
        Size = ReadSize(),
        Picture = ReadPicture(),
        Object = ReadObject(),
        Budget = new SizeBudget { MaxSize = MaxSize, Priority = SizePriority },
        Limits = new ConversionLimits { MaxFrame = MaxFrame, MaxPixel = MaxPixel, Timeout = Timeout },
    };

    /// <summary>A switch as a template sees it: not typed is neither true nor false.</summary>
    private protected bool? Typed(SwitchParameter value, string name) => MyInvocation.BoundParameters.ContainsKey(name) ? value.ToBool() : null;
}

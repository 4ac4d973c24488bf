using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>
/// Base of the cmdlets that take a conversion request: the same parameters with the same names, read once into the same
/// <see cref="ConversionRequest"/>. The parameters stand in the files beside this one, by theme.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class ConversionCommand : FFmpegCommand
{
    private int _index;
    private Task _previousTurn = Task.CompletedTask;

    private protected ConversionCommand()
    {
    }

    /// <summary>What was asked, without a source.</summary>
    private protected ConversionRequest Request { get; private set; } = null!;

    /// <summary>Does the work.</summary>
    private protected Converter Converter { get; private set; } = null!;

    /// <summary>Finds ffmpeg and checks the request: what is wrong with it is wrong for every input, so that is one error and the end.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Converter = new Converter(Tools);
        try
        {
            Request = ReadRequest();
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Destination));
        }

        IReadOnlyList<RequestProblem> problems = Request.Check();
        try
        {
            RequestProblem.ThrowAny(problems);
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, problems[0].Parameter));
        }
    }

    /// <summary>The next input, with its place in the order of inputs.</summary>
    private protected ConversionItem NextItem(MediaLocation source)
    {
        ConversionItem item = new(Request with { Source = source }, ++_index, _previousTurn);
        _previousTurn = item.Turn;
        return item;
    }

    /// <summary>The request as typed. Parts that more than one cmdlet does not have are set by those that have them.</summary>
    private protected virtual ConversionRequest ReadRequest() => new()
    {
        Destination = Destination is null ? null : Paths.Destination(Destination),
        Formats = Format,
        Clip = ReadClip(),
        Sampling = ReadSampling(),
        Playback = ReadPlayback(),
        Size = ReadSize(),
        Picture = ReadPicture(),
        Limits = new ConversionLimits { MaxFrame = MaxFrame, MaxPixel = MaxPixel, Timeout = Timeout },
    };

    /// <summary>A switch as a template sees it: not typed is neither true nor false.</summary>
    private bool? Typed(SwitchParameter value, string name) => MyInvocation.BoundParameters.ContainsKey(name) ? value.ToBool() : null;
}

using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Changes how many jobs of a queue may run at once; makes the queue where there is none.</summary>
[Cmdlet(VerbsCommon.Set, "AnimationQueue", SupportsShouldProcess = true)]
[OutputType(typeof(JobQueue))]
public sealed class SetAnimationQueueCommand : QueueChangeCommand
{
    /// <summary>1–10000 jobs at once over all workers; 0 = no limit of the queue's own. Default: as it is.</summary>
    [Parameter]
    public int? Concurrency { get; set; }

    private protected override bool MakesQueues => true;

    private protected override string Action => Concurrency switch
    {
        null => "Make",
        0 => "Take the limit from",
        _ => FormattableString.Invariant($"Allow {Concurrency} jobs at once in"),
    };

    private protected override JobQueueChange Change => new() { Concurrency = Concurrency };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            RequestProblem.ThrowAny(Change.Check());
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Concurrency));
        }
    }
}

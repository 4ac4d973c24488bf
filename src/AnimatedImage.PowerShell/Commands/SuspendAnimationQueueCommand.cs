using System.Management.Automation;
using AnimatedImage.Jobs;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Keeps the waiting jobs of a queue waiting; running ones go on.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "AnimationQueue", SupportsShouldProcess = true)]
[OutputType(typeof(JobQueue))]
public sealed class SuspendAnimationQueueCommand : QueueChangeCommand
{
    private protected override string Action => "Suspend";

    private protected override JobQueueChange Change => new() { IsPaused = true };
}

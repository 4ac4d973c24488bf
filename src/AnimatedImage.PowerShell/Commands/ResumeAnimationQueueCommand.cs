using System.Management.Automation;
using AnimatedImage.Jobs;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Lets workers take the jobs of a queue again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "AnimationQueue", SupportsShouldProcess = true)]
[OutputType(typeof(JobQueue))]
public sealed class ResumeAnimationQueueCommand : QueueChangeCommand
{
    private protected override string Action => "Resume";

    private protected override JobQueueChange Change => new() { IsPaused = false };
}

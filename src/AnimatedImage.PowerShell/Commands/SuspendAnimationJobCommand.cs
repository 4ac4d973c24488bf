using System.Management.Automation;
using AnimatedImage.Jobs;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Holds waiting jobs back.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "AnimationJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class SuspendAnimationJobCommand : JobChangeCommand
{
    private protected override string Action => "Hold back";

    private protected override Task<Job> ChangeAsync(IJobStore store, Job job, CancellationToken stopped) => store.PauseAsync(job.Id, stopped);
}

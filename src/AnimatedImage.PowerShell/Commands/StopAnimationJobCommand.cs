using System.Management.Automation;
using AnimatedImage.Jobs;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Stops jobs, waiting or running, wherever they run.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AnimationJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class StopAnimationJobCommand : JobChangeCommand
{
    private protected override string Action => "Stop";

    private protected override Task<Job> ChangeAsync(IJobStore store, Job job, CancellationToken stopped) => store.CancelAsync(job.Id, stopped);
}

using System.Management.Automation;
using AnimatedImage.Jobs;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Submits failed or cancelled jobs again, with the same request.</summary>
[Cmdlet(VerbsLifecycle.Restart, "AnimationJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class RestartAnimationJobCommand : JobChangeCommand
{
    private protected override string Action => "Restart";

    private protected override Task<Job> ChangeAsync(IJobStore store, Job job, CancellationToken stopped) => store.RestartAsync(job.Id, stopped);
}

using System.Management.Automation;
using AnimatedImage.Jobs;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Lets jobs that were held back wait for a worker again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "AnimationJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class ResumeAnimationJobCommand : JobChangeCommand
{
    private protected override string Action => "Release";

    private protected override Task<Job> ChangeAsync(IJobStore store, Job job, CancellationToken stopped) => store.ResumeAsync(job.Id, stopped);
}

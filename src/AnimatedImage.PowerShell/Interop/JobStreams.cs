using System.Management.Automation;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Interop;

/// <summary>Writes into a job's collections, where <c>Receive-Job</c> finds it.</summary>
/// <param name="job">The job.</param>
/// <param name="cmdlet">The cmdlet that made the job.</param>
/// <param name="stopped">Set when the job is being stopped: nothing is written then.</param>
internal sealed class JobStreams(Job job, string cmdlet, CancellationToken stopped) : ICommandStreams
{
    public Task WriteObjectAsync(object value) => Write(() => job.Output.Add(PSObject.AsPSObject(value)));

    public Task WriteErrorAsync(ErrorRecord error)
    {
        // An error that no cmdlet writes carries no invocation; this is what its view then names it by.
        error.CategoryInfo.Activity = cmdlet;
        return Write(() => job.Error.Add(error));
    }

    public Task WriteWarningAsync(string text) => Write(() => job.Warning.Add(new WarningRecord(text)));

    public Task WriteVerboseAsync(string text) => Write(() => job.Verbose.Add(new VerboseRecord(text)));

    public Task WriteDebugAsync(string text) => Write(() => job.Debug.Add(new DebugRecord(text)));

    public Task WriteProgressAsync(ProgressRecord record) => Write(() => job.Progress.Add(record));

    public void OfferProgress(ProgressRecord record)
    {
        if (!stopped.IsCancellationRequested)
        {
            job.Progress.Add(record);
        }
    }

    /// <summary>The question was asked before the job was made.</summary>
    public Task<bool> ShouldProcessAsync(string description, string question, string caption) => Task.FromResult(true);

    private Task Write(Action add)
    {
        if (stopped.IsCancellationRequested)
        {
            return Task.FromCanceled(stopped);
        }

        add();
        return Task.CompletedTask;
    }
}

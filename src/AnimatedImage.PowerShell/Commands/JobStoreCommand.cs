using System.ComponentModel;
using System.Management.Automation;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Base of the cmdlets that work on the job store alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JobStoreCommand : AsyncCommand
{
    private CommandJobStore? _store;

    private protected JobStoreCommand()
    {
    }

    /// <summary>The job store: a file, or <c>postgres://user@host/database</c>; default: the environment variable ANIMATEDIMAGE_JOBSTORE, the configuration, else the user's own file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobStore { get; set; }

    /// <summary>The store that the call works on.</summary>
    private protected CommandJobStore Store => _store ??= new CommandJobStore(PipelineThread, JobStore);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _store?.Dispose();
            _store = null;
        }
    }
}

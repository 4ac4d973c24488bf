using System.Management.Automation;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Binding;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Waits for jobs and returns each when it has ended; works the queue itself where no worker is alive.</summary>
[Cmdlet(VerbsLifecycle.Wait, "AnimationJob")]
[OutputType(typeof(Job))]
public sealed class WaitAnimationJobCommand : JobStoreCommand
{
    private readonly List<string> _ids = [];
    private WorkerTools? _tools;

    /// <summary>The jobs' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Longest time to wait: seconds, 5m, or a TimeSpan; default as long as it takes.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Return when the first job has ended.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>The ffmpeg binary or its folder, where this process works; default: the environment variable ANIMATEDIMAGE_FFMPEG, the configuration, then PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FFmpegPath { get; set; }

    /// <summary>Read from web addresses inside private networks and on this machine too, where this process works.</summary>
    [Parameter]
    public SwitchParameter AllowPrivateNetwork { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _tools = new WorkerTools(
        FFmpegPath is null ? null : new PathResolver(this).Literal(FFmpegPath).Path,
        new CommandStores(PipelineThread, new WebAccess { AllowPrivateNetwork = AllowPrivateNetwork }));

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(Id);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Start(null, async (streams, stopped) =>
        {
            IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
            await new JobWait(store, _tools!.Converter, streams) { Any = Any, Timeout = Timeout }.RunAsync(_ids, stopped).ConfigureAwait(false);
        });
        base.EndProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _tools?.Dispose();
    }
}

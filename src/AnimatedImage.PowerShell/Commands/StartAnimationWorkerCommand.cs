using System.Management.Automation;
using System.Management.Automation.Host;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;
using AnimatedImage.PowerShell.Binding;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Works on the jobs of the store: in front of the user until it is stopped, or in the background of this session.</summary>
[Cmdlet(VerbsLifecycle.Start, "AnimationWorker", DefaultParameterSetName = ForegroundSet, SupportsShouldProcess = true)]
[OutputType(typeof(Job), ParameterSetName = [ForegroundSet])]
[OutputType(typeof(WorkerInfo), ParameterSetName = [BackgroundSet])]
public sealed class StartAnimationWorkerCommand : JobStoreCommand
{
    private const string ForegroundSet = "Foreground";
    private const string BackgroundSet = "Background";

    private WorkerTools? _tools;

    /// <summary>1–256 jobs at once; default half of the cores, at least one.</summary>
    [Parameter]
    public int? Capacity { get; set; }

    /// <summary>The queues to serve; default all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string[] Queue { get; set; } = [];

    /// <summary>How long running jobs may go on once the worker is told to stop; what is not done by then is handed back. Default 10 s.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan? DrainTime { get; set; }

    /// <summary>End after so many jobs.</summary>
    [Parameter(ParameterSetName = ForegroundSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxJob { get; set; }

    /// <summary>End when nothing is left to do.</summary>
    [Parameter]
    public SwitchParameter UntilEmpty { get; set; }

    /// <summary>Work in the background of this session, and return the worker at once.</summary>
    [Parameter(ParameterSetName = BackgroundSet)]
    public SwitchParameter Background { get; set; }

    /// <summary>The ffmpeg binary or its folder; default: the environment variable ANIMATEDIMAGE_FFMPEG, the configuration, then PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FFmpegPath { get; set; }

    /// <summary>Read from web addresses inside private networks and on this machine too.</summary>
    [Parameter]
    public SwitchParameter AllowPrivateNetwork { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _tools = new WorkerTools(
            FFmpegPath is null ? null : new PathResolver(this).Literal(FFmpegPath).Path,
            new CommandStores(PipelineThread, new WebAccess { AllowPrivateNetwork = AllowPrivateNetwork }));
        PSHost host = Host;
        Start(null, (streams, stopped) => WorkAsync(_tools, text => Say(host, text), streams, stopped));
        base.EndProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _tools?.Dispose();
    }

    private async Task WorkAsync(WorkerTools tools, Action<string> say, ICommandStreams streams, CancellationToken stopped)
    {
        JobWorkerOptions options = Options();
        RequestProblem.ThrowAny(options.Check());
        string queues = options.Queues.Count == 0 ? "all queues" : $"the queues {string.Join(", ", options.Queues)}";
        string description = FormattableString.Invariant($"Work on {queues}, {options.Capacity} jobs at once");
        if (!await streams.ShouldProcessAsync(description, description + "?", "Start worker").ConfigureAwait(false))
        {
            return;
        }

        Conversion.Converter converter = tools.Converter();
        if (Background)
        {
            await tools.KeepCredentialsAsync(streams, stopped).ConfigureAwait(false);
            JobStore own = await Store.WaitAndOpenAsync(streams, stopped).ConfigureAwait(false);
            string id = await BackgroundWorkers.StartAsync(own, converter, tools, options).ConfigureAwait(false);
            _tools = null;
            JobStore store = await Store.OpenAsync(stopped).ConfigureAwait(false);
            WorkerInfo? worker = (await store.ListWorkersAsync(stopped).ConfigureAwait(false)).FirstOrDefault(each => each.Id == id);
            if (worker is not null)
            {
                await streams.WriteObjectAsync(worker).ConfigureAwait(false);
            }

            return;
        }

        JobStore jobs = await Store.WaitAndOpenAsync(streams, stopped).ConfigureAwait(false);
        await using (jobs.ConfigureAwait(false))
        {
            using WorkerSession session = new(jobs, converter, options, MaxJob) { LastWords = say };
            await session.RunAsync(streams, stopped).ConfigureAwait(false);
        }
    }

    private JobWorkerOptions Options()
    {
        JobWorkerOptions options = new() { Queues = Queue, StopWhenEmpty = UntilEmpty };
        options = Capacity is { } capacity ? options with { Capacity = capacity } : options;
        return DrainTime is { } time ? options with { DrainTime = time } : options;
    }

    // The pipeline is being stopped and writes nothing any more; the host still does.
    private static void Say(PSHost host, string text)
    {
        try
        {
            host.UI?.WriteWarningLine(text);
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or PipelineStoppedException)
        {
            // A host without a face.
        }
    }
}

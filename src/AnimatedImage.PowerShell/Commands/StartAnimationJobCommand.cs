using System.Globalization;
using System.Management.Automation;
using System.Security.Cryptography;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Binding;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Templates;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Submits videos to be converted by a worker, and returns the jobs at once.</summary>
[Cmdlet(VerbsLifecycle.Start, "AnimationJob", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class StartAnimationJobCommand : SourceRequestCommand
{
    private readonly SubmissionBatch _batch = new();
    private readonly List<string> _submitted = [];
    private readonly DateTimeOffset _now = TimeProvider.System.GetLocalNow();
    private CommandJobStore? _store;
    private WorkerTools _tools = null!;
    private bool _isOneSession;
    private int _index;
    private int _accepted;

    /// <summary>
    /// Templates by name, or as Get-AnimationTemplate returns them; parameters given here win. Several make several outputs in one job, up to
    /// six, from one decode where they take the same frames. Default: the one configured, if any.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [TemplateTransformation]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public TemplateReference[] Template { get; set; } = [];

    /// <summary>The job's name; default from the source's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The queue to wait in, made when it does not exist; default <c>default</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string Queue { get; set; } = JobSubmission.DefaultQueue;

    /// <summary>-10 to 10; higher first; default 0.</summary>
    [Parameter]
    public int Priority { get; set; }

    /// <summary>Up to 16 words to find the job by.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Tag { get; set; } = [];

    // By property name beside -LiteralPath only: bound in the default set, they would keep PowerShell from looking for a path there.

    /// <summary>Anything, up to 2048 characters, returned with the job.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    public string? UserData { get; set; }

    /// <summary>The key under which submitting the same source again returns the job that is there.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string? SessionId { get; set; }

    /// <summary>Not to be started earlier; default at once.</summary>
    [Parameter]
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>1–20: how often workers may take it before it fails; default 3.</summary>
    [Parameter]
    public int MaxAttempt { get; set; } = 3;

    /// <summary>Overwrite an existing destination.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leave a destination alone that was made from the same source with the same settings; renew any other.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Return the jobs when they have ended.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>The ffmpeg binary or its folder, where this process works; default: the environment variable ANIMATEDIMAGE_FFMPEG, the configuration, then PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FFmpegPath { get; set; }

    /// <summary>The job store: a file, or <c>postgres://user@host/database</c>; default: the environment variable ANIMATEDIMAGE_JOBSTORE, the configuration, else the user's own file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobStore { get; set; }

    /// <summary>Checks what is the same for all jobs: one error and the end.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isOneSession = SessionId is not null && IsBatch;
        _tools = new WorkerTools(FFmpegPath is null ? null : Paths.Literal(FFmpegPath).Path, Stores);
        _store = new CommandJobStore(PipelineThread, JobStore);
        try
        {
            RequestProblem.ThrowAny(Submission(MediaLocation.FromPath("any")).Check());
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, MyInvocation.InvocationName));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Flush();
        base.EndProcessing();
        if (Wait && _submitted.Count > 0)
        {
            Start(null, async (streams, stopped) =>
            {
                JobStore store = await _store!.OpenAsync(stopped).ConfigureAwait(false);
                await new JobWait(store, _tools.Converter, streams).RunAsync(_submitted, stopped).ConfigureAwait(false);
            });
            base.EndProcessing();
        }
    }

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

    private protected override IReadOnlyList<TemplateReference> NamedTemplates => Template;

    private protected override void ProcessSource(MediaLocation source)
    {
        _index++;
        try
        {
            JobSource.ThrowIfUnfit(source);
            JobSubmission submission = Submission(source);
            RequestProblem.ThrowAny(submission.Check());
            OutputFolders.Check(submission.Requests, new DestinationVariables { Date = _now, Index = _index, JobId = JobId.New(), Template = TemplateName });
            if (_accepted > 0)
            {
                ThrowIfShared(source);
            }

            _accepted++;
            string description = Describe(submission);
            if (ShouldProcess(description, description + "?", "Submit job"))
            {
                _batch.Add(submission);
            }
        }
        catch (ConversionException exception)
        {
            WriteError(ErrorRecords.From(exception, source));
        }

        if (_batch.IsDue)
        {
            Flush();
        }
    }

    // A switch that is typed as false wins over the template's.
    private protected override ConversionRequest Combine(ConversionRequest typed, ConversionRequest template) =>
        base.Combine(typed, Typed(SkipExisting, nameof(SkipExisting)) == false ? template with { SkipExisting = false } : template);

    private protected override ConversionRequest ReadRequest() => base.ReadRequest() with { Force = Force, SkipExisting = SkipExisting };

    private JobSubmission Submission(MediaLocation source) => new()
    {
        Requests = [.. Requests.Select(request => request with { Source = source })],
        Name = Name,
        Queue = Queue,
        Priority = Priority,
        Tags = Tag,
        Template = TemplateName,
        Templates = Template.Length > 1 ? TemplateNames : [],
        UserData = UserData,
        SessionId = _isOneSession ? $"{SessionId}-{KeyOf(source)}" : SessionId,
        NotBefore = NotBefore,
        MaxAttempt = MaxAttempt,
        Index = _index,
        Date = _now,
    };

    // One key for a whole call stands for a key of each of its sources.
    private static string KeyOf(MediaLocation source) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(source.Path)))[..12];

    private void ThrowIfShared(MediaLocation source)
    {
        if (Requests.Select(request => request.Destination).FirstOrDefault(IsShared) is { } destination)
        {
            throw new ConversionException(
                ErrorId.DestinationConflict,
                FailureKind.Input,
                $"'{source}' would be written to '{destination}', like the input before it.",
                "Put {name} or {index} into the destination, or name a folder.");
        }
    }

    private static bool IsShared(string? destination) => destination is not null
        && !System.IO.Path.EndsInDirectorySeparator(destination) && !Directory.Exists(destination)
        && DestinationPattern.TryParse(destination, out DestinationPattern? pattern) && !pattern!.VariesBySource;

    private static string Describe(JobSubmission submission)
    {
        string outputs = string.Join("; ", submission.Requests.Select(Describe));
        string later = submission.NotBefore is { } time ? string.Create(CultureInfo.CurrentCulture, $", not before {time:g}") : string.Empty;
        return $"Submit '{submission.Requests[0].Source}' to the queue '{submission.Queue}': {outputs}{later}";
    }

    private static string Describe(ConversionRequest request) =>
        $"{string.Join(", ", request.ResolveFormats())} to {(request.Destination is { } to ? $"'{to}'" : "its folder")}";

    private void Flush()
    {
        IReadOnlyList<JobSubmission> submissions = _batch.Take();
        if (submissions.Count == 0)
        {
            return;
        }

        Start(submissions.Count == 1 ? submissions[0].Requests[0].Source : null, async (streams, stopped) =>
        {
            IJobStore store = await _store!.OpenAsync(stopped).ConfigureAwait(false);
            foreach (Job job in await SubmissionBatch.SubmitAsync(store, submissions, streams, stopped).ConfigureAwait(false))
            {
                _submitted.Add(job.Id);
                if (!Wait)
                {
                    await streams.WriteObjectAsync(job).ConfigureAwait(false);
                }
            }
        });
    }
}

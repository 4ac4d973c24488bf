using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Binding;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Requests;
using AnimatedImage.Templates;
using Job = AnimatedImage.Jobs.Job;
using JobState = AnimatedImage.Jobs.JobState;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells which jobs there are and how they stand, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationJob", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(Job))]
public sealed class GetAnimationJobCommand : JobStoreCommand
{
    private const string QuerySet = "Query";
    private const string IdSet = "Id";

    /// <summary>The jobs' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The jobs' name, with wildcards.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <summary>Any of these states; default all.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public JobState[]? State { get; set; }

    /// <summary>The queue, with wildcards.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QueueNameCompleter))]
    public string? Queue { get; set; }

    /// <summary>Tags that a job must all have.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[]? Tag { get; set; }

    /// <summary>The name of a template that the jobs were made with, one of several too, with wildcards.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNull]
    [SupportsWildcards]
    [TemplateTransformation]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public TemplateReference? Template { get; set; }

    /// <summary>The source's path or address, with wildcards.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Source { get; set; }

    /// <summary>Submitted at or after this moment.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public DateTimeOffset? After { get; set; }

    /// <summary>Submitted before this moment.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public DateTimeOffset? Before { get; set; }

    /// <summary>At most so many; default all.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public long? First { get; set; }

    /// <summary>Leaves out so many, the newest; default 0.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public long Skip { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id)
            {
                Start(id, (streams, stopped) => FindAsync(id, streams, stopped));
            }

            return;
        }

        JobQuery query = Query();
        try
        {
            RequestProblem.ThrowAny(query.Check());
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, query));
        }

        Start(query, (streams, stopped) => ListAsync(query, streams, stopped));
    }

    private JobQuery Query() => new()
    {
        Name = Name,
        States = State,
        Queue = Queue,
        Tags = Tag,
        Template = Template?.Name,
        Source = Source,
        SubmittedAfter = After,
        SubmittedBefore = Before,
        First = First,
        Skip = Skip,
    };

    private async Task FindAsync(string id, ICommandStreams streams, CancellationToken stopped)
    {
        IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
        await streams.WriteObjectAsync(await store.FindAsync(id, stopped).ConfigureAwait(false) ?? throw JobFailure.NotFound(id)).ConfigureAwait(false);
    }

    private async Task ListAsync(JobQuery query, ICommandStreams streams, CancellationToken stopped)
    {
        IJobStore store = await Store.OpenExistingAsync(stopped).ConfigureAwait(false);
        await foreach (Job job in store.ListAsync(query, stopped).ConfigureAwait(false))
        {
            await streams.WriteObjectAsync(job).ConfigureAwait(false);
        }
    }
}

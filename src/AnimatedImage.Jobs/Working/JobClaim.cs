using System.Data.Common;
using AnimatedImage.Jobs.Databases;
using AnimatedImage.Requests;

namespace AnimatedImage.Jobs.Working;

/// <summary>A job in the hands of one worker. Immutable.</summary>
/// <param name="Job">The job as it was claimed.</param>
/// <param name="Fence">Which claim of the job this is, counted over its whole life; together with the worker it names the holder.</param>
/// <param name="Variables">What the variables of the destinations stand for, the template's name the first of several.</param>
public sealed record JobClaim(Job Job, long Fence, DestinationVariables Variables)
{
    /// <summary>What an earlier claim staged and committed to, as JSON; null when there is nothing of the kind.</summary>
    internal string? Staged { get; private init; }

    /// <summary>The trace that the job belongs to; null = none.</summary>
    internal string? TraceParent { get; private init; }

    /// <summary>Part of the names of hidden files that this claim writes; those of earlier claims begin with <see cref="JobMark"/> as well.</summary>
    public string Mark => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{JobMark}{Fence}");

    /// <summary>What the marks of all claims of this job begin with.</summary>
    public string JobMark => $"{Job.Id}-";

    /// <summary>What the variables of one request's destination stand for.</summary>
    /// <param name="request">Which of the job's requests, from 0.</param>
    public DestinationVariables VariablesOf(int request) => Job.Templates.Count > 0 ? Variables with { Template = Job.Templates[request] } : Variables;

    internal static JobClaim Read(DbDataReader row)
    {
        Job job = JobRow.Read(row);
        (DateTimeOffset date, int? index) = JobRow.Variables(row);
        return new JobClaim(job, row.Number("fence")!.Value, new DestinationVariables { Date = date, Index = index, JobId = job.Id, Template = job.Template })
        {
            Staged = row.Text("staged"),
            TraceParent = row.Text("trace_parent"),
        };
    }
}

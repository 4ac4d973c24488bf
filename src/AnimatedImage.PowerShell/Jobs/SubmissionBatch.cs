using System.Diagnostics;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using Job = AnimatedImage.Jobs.Job;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>Submissions on their way to the store: many in one transaction, none waiting long.</summary>
internal sealed class SubmissionBatch
{
    private const int Most = 500;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    private List<JobSubmission> _waiting = [];
    private long _since;

    /// <summary>True when what waits should go now.</summary>
    public bool IsDue => _waiting.Count >= Most || (_waiting.Count > 0 && Stopwatch.GetElapsedTime(_since) > s_longest);

    /// <summary>Puts a submission in.</summary>
    public void Add(JobSubmission submission)
    {
        if (_waiting.Count == 0)
        {
            _since = Stopwatch.GetTimestamp();
        }

        _waiting.Add(submission);
    }

    /// <summary>What waits, which then waits no more.</summary>
    public IReadOnlyList<JobSubmission> Take()
    {
        IReadOnlyList<JobSubmission> taken = _waiting;
        _waiting = [];
        return taken;
    }

    /// <summary>Submits; when the store refuses some, each of them is one error and the others go in.</summary>
    public static async Task<IReadOnlyList<Job>> SubmitAsync(IJobStore store, IReadOnlyList<JobSubmission> submissions, ICommandStreams streams, CancellationToken stopped)
    {
        try
        {
            return await store.SubmitAsync(submissions, stopped).ConfigureAwait(false);
        }
        catch (ConversionException failure) when (failure.Kind == FailureKind.Input && submissions.Count > 1)
        {
            // All or none: find out which it was.
        }

        List<Job> jobs = [];
        foreach (JobSubmission submission in submissions)
        {
            await WorkGuard.RunAsync(
                streams,
                submission.Requests[0].Source,
                async (_, token) => jobs.AddRange(await store.SubmitAsync([submission], token).ConfigureAwait(false)),
                stopped).ConfigureAwait(false);
        }

        return jobs;
    }
}

using System.CommandLine;
using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;

namespace AnimatedImage.Worker.Jobs;

/// <summary><c>jobs …</c>: lists, steers and removes jobs, queues and workers.</summary>
internal static class JobsCommand
{
    private const double LongestAgeDays = 36_500;

    private static readonly Option<string> s_store = StoreOption.Create();
    private static readonly Option<bool> s_json = new("--json") { Description = "One JSON object a line." };

    /// <summary>The command with its own.</summary>
    public static Command Create() => new("jobs", "Lists and steers jobs, queues and workers.")
    {
        List(),
        Each("get", "Shows jobs whole.", async (jobs, writer, id, token) =>
            writer.WriteWhole(await jobs.FindAsync(id, token).ConfigureAwait(false) ?? throw new ConversionException(ErrorId.JobNotFound, FailureKind.Input, $"There is no job '{id}'."))),
        Each("cancel", "Stops jobs, waiting or running.", async (jobs, writer, id, token) => writer.Write(await jobs.CancelAsync(id, token).ConfigureAwait(false))),
        Each("restart", "Submits failed or cancelled jobs again.", async (jobs, writer, id, token) => writer.Write(await jobs.RestartAsync(id, token).ConfigureAwait(false))),
        Each("pause", "Holds waiting jobs back.", async (jobs, writer, id, token) => writer.Write(await jobs.PauseAsync(id, token).ConfigureAwait(false))),
        Each("resume", "Lets jobs that are held back go on.", async (jobs, writer, id, token) => writer.Write(await jobs.ResumeAsync(id, token).ConfigureAwait(false))),
        Remove(),
        Wait(),
        Queues(),
        Queue(),
        Each("remove-queue", "Removes queues that have nothing to do.", (jobs, _, name, token) => jobs.RemoveQueueAsync(name, token)),
        Workers(),
        Each("stop-worker", "Tells workers to end.", (jobs, _, id, token) => jobs.StopWorkerAsync(id, token)),
    };

    private static Command List()
    {
        Option<string[]> states = new("--state") { Description = $"{string.Join(", ", Enum.GetNames<JobState>())}; may be repeated.", HelpName = "state" };
        Option<string> name = new("--name") { Description = "A name; * and ? are wildcards.", HelpName = "name" };
        Option<string> queue = new("--queue") { Description = "A queue.", HelpName = "name" };
        Option<string[]> tags = new("--tag") { Description = "A tag; all that are given must be there.", HelpName = "tag" };
        Option<string> source = new("--source") { Description = "A source; * and ? are wildcards.", HelpName = "place" };
        Option<long?> first = new("--first") { Description = "At most so many." };
        Option<long> skip = new("--skip") { Description = "Leave out so many." };
        Command command = new("list", "Lists jobs, newest first.") { states, name, queue, tags, source, first, skip };
        return Finish(command, async (result, jobs, writer, token) =>
        {
            JobQuery query = new()
            {
                States = result.GetValue(states) is { Length: > 0 } names ? [.. names.Select(State)] : null,
                Name = result.GetValue(name),
                Queue = result.GetValue(queue),
                Tags = result.GetValue(tags),
                Source = result.GetValue(source),
                First = result.GetValue(first),
                Skip = result.GetValue(skip),
            };
            await foreach (Job job in jobs.ListAsync(query, token).ConfigureAwait(false))
            {
                writer.Write(job);
            }
        });
    }

    private static Command Remove()
    {
        Argument<string[]> ids = new("id") { Description = "Ids of jobs; or --state or --older-than.", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> states = new("--state") { Description = "All jobs in this state; may be repeated.", HelpName = "state" };
        Option<double?> days = new("--older-than") { Description = "All jobs that ended more than so many days ago.", HelpName = "days" };
        Option<bool> force = new("--force") { Description = "Also jobs that wait or run." };
        return Finish(new Command("remove", "Forgets jobs that have ended; their outputs stay.") { ids, states, days, force }, async (result, jobs, writer, token) =>
        {
            string[] named = result.GetValue(ids) ?? [];
            string[] inStates = result.GetValue(states) ?? [];
            double? age = result.GetValue(days);
            if (named.Length > 0 == (inStates.Length > 0 || age is not null))
            {
                throw new ConversionException(ErrorId.ContradictoryParameters, FailureKind.Input, "Give ids, or --state or --older-than, and not both.");
            }

            if (named.Length > 0)
            {
                await JobCommand.EachAsync(named, writer, id => jobs.RemoveAsync(id, result.GetValue(force), token)).ConfigureAwait(false);
                return;
            }

            JobQuery query = new()
            {
                States = inStates.Length > 0 ? [.. inStates.Select(State)] : [.. Enum.GetValues<JobState>().Where(JobMoves.IsEnded)],
                EndedBefore = age is { } given ? TimeProvider.System.GetUtcNow() - Days(given) : null,
            };
            if (!result.GetValue(force) && query.States.Any(state => !JobMoves.IsEnded(state)))
            {
                throw new ConversionException(ErrorId.JobStateConflict, FailureKind.Input, "Jobs that wait or run are not removed.", "Stop them first, or give --force.");
            }

            await jobs.RemoveAllAsync(query, result.GetValue(force), token).ConfigureAwait(false);
        });
    }

    private static Command Wait()
    {
        Argument<string[]> ids = new("id") { Description = "Ids of jobs.", Arity = ArgumentArity.OneOrMore };
        return Finish(new Command("wait", "Waits until jobs have ended and prints each as it does.") { ids }, async (result, jobs, writer, token) =>
        {
            await foreach (Job job in jobs.WatchAsync(result.GetRequiredValue(ids), null, token).ConfigureAwait(false))
            {
                if (job.IsEnded)
                {
                    writer.Write(job);
                }
            }
        });
    }

    private static Command Queues() => Finish(new Command("queues", "Lists queues."), async (_, jobs, writer, token) =>
    {
        foreach (JobQueue queue in await jobs.ListQueuesAsync(token).ConfigureAwait(false))
        {
            writer.Write(queue);
        }
    });

    private static Command Queue()
    {
        Argument<string> name = new("name") { Description = "The queue; made when it does not exist." };
        Option<bool> pause = new("--pause") { Description = "Waiting jobs stay waiting; running ones go on." };
        Option<bool> resume = new("--resume") { Description = "Let it go on." };
        Option<int?> concurrency = new("--concurrency") { Description = "Jobs at once over all workers; 0 = no limit." };
        return Make(new Command("queue", "Changes a queue, or makes it.") { name, pause, resume, concurrency }, async (result, jobs, writer, token) =>
        {
            if (result.GetValue(pause) && result.GetValue(resume))
            {
                throw new ConversionException(ErrorId.ContradictoryParameters, FailureKind.Input, "--pause and --resume exclude each other.");
            }

            bool? isPaused = result.GetValue(pause) ? true : result.GetValue(resume) ? false : null;
            JobQueueChange change = new() { IsPaused = isPaused, Concurrency = result.GetValue(concurrency) };
            writer.Write(await jobs.SetQueueAsync(result.GetRequiredValue(name), change, token).ConfigureAwait(false));
        });
    }

    private static Command Workers() => Finish(new Command("workers", "Lists workers."), async (_, jobs, writer, token) =>
    {
        foreach (WorkerInfo worker in await jobs.ListWorkersAsync(token).ConfigureAwait(false))
        {
            writer.Write(worker);
        }
    });

    private static Command Each(string name, string description, Func<IJobStore, JobWriter, string, CancellationToken, Task> action)
    {
        Argument<string[]> ids = new("id") { Description = "Ids.", Arity = ArgumentArity.OneOrMore };
        return Finish(
            new Command(name, description) { ids },
            (result, jobs, writer, token) => JobCommand.EachAsync(result.GetRequiredValue(ids), writer, id => action(jobs, writer, id, token)));
    }

    private static Command Finish(Command command, Func<ParseResult, IJobStore, JobWriter, CancellationToken, Task> action)
    {
        command.Add(s_store);
        command.Add(s_json);
        command.SetAction((result, token) => JobCommand.LookAsync(result, s_store, s_json, (jobs, writer) => action(result, jobs, writer, token), token));
        return command;
    }

    // As Finish, for what makes a store where there is none.
    private static Command Make(Command command, Func<ParseResult, IJobStore, JobWriter, CancellationToken, Task> action)
    {
        command.Add(s_store);
        command.Add(s_json);
        command.SetAction((result, token) => JobCommand.RunAsync(result, s_store, s_json, (jobs, writer) => action(result, jobs, writer, token), token));
        return command;
    }

    private static TimeSpan Days(double days) => days is >= 0 and <= LongestAgeDays ? TimeSpan.FromDays(days) : throw new ConversionException(
        ErrorId.InvalidParameter, FailureKind.Input, "--older-than must be from 0 to 36500 days.");

    private static JobState State(string name) =>
        Enum.TryParse(name, ignoreCase: true, out JobState state) && Enum.IsDefined(state) && !int.TryParse(name, CultureInfo.InvariantCulture, out _)
            ? state
            : throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"--state: '{name}' is not one of {string.Join(", ", Enum.GetNames<JobState>())}.");
}

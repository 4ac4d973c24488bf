using System.CommandLine;
using System.Globalization;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Templates;

namespace AnimatedImage.Worker.Jobs;

/// <summary><c>submit SOURCE…</c>: hands conversions in as jobs; the options are those of <c>convert</c>.</summary>
internal static class SubmitCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> sources = new("source") { Description = "Videos to convert, a job each.", Arity = ArgumentArity.OneOrMore };
        Option<string> name = new("--name") { Description = "The jobs' name; default the source's.", HelpName = "name" };
        Option<string> queue = new("--queue") { Description = "The queue.", HelpName = "name", DefaultValueFactory = _ => JobSubmission.DefaultQueue };
        Option<int> priority = new("--priority") { Description = "-10 to 10; higher first." };
        Option<string[]> tags = new("--tag") { Description = "A tag; may be repeated.", HelpName = "tag" };
        Option<string> userData = new("--user-data") { Description = "Anything to find again, up to 2048 characters.", HelpName = "text" };
        Option<string> sessionId = new("--session-id") { Description = "Submitting again with the same id returns the job that is there.", HelpName = "id" };
        Option<string> notBefore = new("--not-before") { Description = "Not to be started earlier: 2026-11-21T18:00:00+01:00.", HelpName = "time" };
        Option<int> attempts = new("--max-attempt") { Description = "How often it may be tried.", DefaultValueFactory = _ => 3 };
        Option<string> request = new("--request") { Description = "A JSON file with a request; options given here win.", HelpName = "file" };
        Option<string> template = new("--template") { Description = "A template's name; options and request win over it. Default: the one configured.", HelpName = "name" };
        Option<bool> noTemplate = new("--no-template") { Description = "Use no template, whatever is configured." };
        Option<bool> json = new("--json") { Description = "One JSON object a job; else its id." };
        Option<string> store = StoreOption.Create();
        Command command = new("submit", "Hands conversions in as jobs and prints their ids.")
        {
            sources, name, queue, priority, tags, userData, sessionId, notBefore, attempts, request, template, noTemplate, json, store,
        };
        foreach (RequestOption option in RequestOptions.All)
        {
            command.Add(option.Option);
        }

        command.SetAction((result, cancellationToken) => JobCommand.RunAsync(result, store, json, async (jobs, writer) =>
        {
            ConversionRequest typed = RequestOptions.All.Aggregate(new ConversionRequest(), (each, option) => option.Apply(each, result));
            typed = result.GetValue(request) is { } file ? typed.Over(RequestJson.Read(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false))) : typed;
            AnimationTemplate? used = TemplateChoice.Make(result.GetValue(template) is { } chosen ? new TemplateReference(chosen) : null, result.GetValue(noTemplate)).Template;
            typed = used is null ? typed : typed.Over(used.Request);
            string[] places = result.GetRequiredValue(sources);
            string? session = result.GetValue(sessionId);
            if (session is not null && places.Length > 1)
            {
                throw new ConversionException(ErrorId.ContradictoryParameters, FailureKind.Input, "--session-id stands for one job, and several sources were given.", "Submit them one by one.");
            }

            JobSubmission[] submissions =
            [
                .. places.Select((place, index) => new JobSubmission
                {
                    Requests = [typed with { Source = MediaLocation.Parse(place), Destination = AbsoluteDestination.Of(typed.Destination) }],
                    Name = result.GetValue(name),
                    Queue = result.GetRequiredValue(queue),
                    Priority = result.GetValue(priority),
                    Tags = result.GetValue(tags) ?? [],
                    UserData = result.GetValue(userData),
                    SessionId = session,
                    Template = used?.Name,
                    NotBefore = result.GetValue(notBefore) is { } time ? Time(time) : null,
                    MaxAttempt = result.GetValue(attempts),
                    Index = index + 1,
                }),
            ];
            foreach (JobSubmission submission in submissions)
            {
                PipedSource.Refuse(submission.Requests[0].Source);
                OutputFolders.Check(submission.Requests, new DestinationVariables { Date = TimeProvider.System.GetLocalNow(), Index = submission.Index, JobId = JobId.New(), Template = used?.Name });
            }

            foreach (Job job in await jobs.SubmitAsync(submissions, cancellationToken).ConfigureAwait(false))
            {
                writer.WriteSubmitted(job);
            }
        }, cancellationToken));
        return command;
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) ? time : throw new ConversionException(
            ErrorId.InvalidParameter, FailureKind.Input, $"--not-before: '{text}' is not a time such as 2026-11-21T18:00:00+01:00.");
}

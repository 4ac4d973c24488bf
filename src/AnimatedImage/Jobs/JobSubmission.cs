using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Jobs;

/// <summary>What is handed in; unset members take the defaults their docs name. Immutable.</summary>
public sealed record JobSubmission
{
    /// <summary>The most outputs of one job.</summary>
    public const int MostOutputs = 6;

    /// <summary>The queue that is used when none is named.</summary>
    public const string DefaultQueue = "default";

    private const int LongestUserData = 2048;
    private const int LongestSessionId = 128;
    private const int MostTags = 16;

    /// <summary>
    /// What is to be made of one source: 1 to 6 outputs together. The formats of one request share one decode; a second request is for
    /// another size, range or destination of the same source. All outputs of a job appear together.
    /// </summary>
    public required IReadOnlyList<ConversionRequest> Requests { get; init; }

    /// <summary>4–64 letters, digits, <c>-</c>, <c>_</c>; null = from the source's name.</summary>
    public string? Name { get; init; }

    /// <summary>1–64 letters, digits, <c>-</c>, <c>_</c>; made when it does not exist. Default <c>default</c>.</summary>
    public string Queue { get; init; } = DefaultQueue;

    /// <summary>−10 to 10; higher first; default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Up to 16, each 1–64 letters, digits, <c>-</c>, <c>_</c>; found again without regard to case.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The template's name, the first of several, for information and for <c>{template}</c>.</summary>
    public string? Template { get; init; }

    /// <summary>
    /// Where several templates made the requests, the name of each, in the same order: <c>{template}</c> and the results of a request tell its
    /// own. Default: empty, which is <see cref="Template"/> for all.
    /// </summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Anything, up to 2048 characters; returned with the job, never interpreted. Not for secrets: it is stored as it is.</summary>
    public string? UserData { get; init; }

    /// <summary>1–128 printable characters: submitting again with the same id returns the job that is there. Null = always a new job.</summary>
    public string? SessionId { get; init; }

    /// <summary>Not to be started earlier; null = at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>1–20: how often workers may claim it before it fails; default 3.</summary>
    public int MaxAttempt { get; init; } = 3;

    /// <summary>What <c>{index}</c> stands for in the destination; null = nothing.</summary>
    public int? Index { get; init; }

    /// <summary>What <c>{date}</c> stands for, the same on every attempt; null = the moment of submission, in this machine's time zone.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Every rule that needs neither source nor store; all problems, empty when the submission is sound.</summary>
    public IReadOnlyList<RequestProblem> Check() =>
    [
        .. CheckRequests(),
        .. CheckNames(),
        .. CheckNumbers(),
        .. CheckTexts(),
    ];

    private List<RequestProblem> CheckRequests()
    {
        if (Requests is not { Count: > 0 })
        {
            return [RequestProblem.Invalid("Source", "A job needs a request with a source.")];
        }

        List<RequestProblem> problems = [.. Requests.SelectMany(request => request.Check()).Distinct()];
        MediaLocation? source = Requests[0].Source;
        if (source is null || Requests.Any(request => request.Source != source))
        {
            problems.Add(RequestProblem.Invalid("Source", "All requests of a job must have one source, the same one."));
        }
        else if (!source.IsLocal && source.ToString() != source.Path)
        {
            problems.Add(RequestProblem.Invalid(
                "Source",
                $"The address '{source}' was given with a query or a user name, which may be a secret and is not stored with a job; use a storage profile, or convert it directly."));
        }

        if (Templates.Count > 0 && Templates.Count != Requests.Count)
        {
            problems.Add(RequestProblem.Invalid("Template", "Templates must name one template for each request, or none."));
        }

        int outputs = Requests.Sum(request => request.ResolveFormats().Count);
        if (outputs > MostOutputs)
        {
            problems.Add(RequestProblem.OutOfRange("Format", $"{outputs} outputs", $"at most {MostOutputs} outputs in one job"));
        }

        return problems;
    }

    private IEnumerable<RequestProblem> CheckNames() => new[]
    {
        Name is null ? null : ItemName.Check("Name", Name),
        ItemName.Check("Queue", Queue, 1),
        Template is null ? null : ItemName.Check("Template", Template),
    }.Concat(Templates.Select(template => ItemName.Check("Template", template))).Concat(Tags.Select(tag => ItemName.Check("Tag", tag, 1))).OfType<RequestProblem>();

    private IEnumerable<RequestProblem> CheckNumbers()
    {
        if (Priority is < -10 or > 10)
        {
            yield return RequestProblem.OutOfRange("Priority", Priority, "from -10 to 10");
        }

        if (MaxAttempt is < 1 or > 20)
        {
            yield return RequestProblem.OutOfRange("MaxAttempt", MaxAttempt, "from 1 to 20");
        }

        if (Tags.Count > MostTags)
        {
            yield return RequestProblem.OutOfRange("Tag", $"{Tags.Count} tags", $"at most {MostTags} tags");
        }
    }

    private IEnumerable<RequestProblem> CheckTexts()
    {
        if (UserData is { Length: > LongestUserData })
        {
            yield return RequestProblem.OutOfRange("UserData", $"{UserData.Length} characters long", $"at most {LongestUserData} characters");
        }

        if (UserData?.Contains('\0', StringComparison.Ordinal) == true)
        {
            yield return RequestProblem.Invalid("UserData", "UserData holds a null character, which cannot be stored.");
        }

        if (SessionId is not null && (SessionId.Length is 0 or > LongestSessionId || SessionId.Any(char.IsControl)))
        {
            yield return RequestProblem.Invalid("SessionId", $"SessionId is {InvalidValue.Quote(SessionId)}; it must have 1 to {LongestSessionId} printable characters.");
        }
    }
}

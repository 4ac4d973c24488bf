using AnimatedImage.Jobs;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Jobs;

/// <summary>Ids, moves and the rules on what is handed in.</summary>
public sealed class JobRulesTests
{
    private static readonly ConversionRequest s_request = new() { Source = MediaLocation.FromPath("clip.mp4") };

    [Fact]
    public void Ids_sort_by_the_time_of_their_making_and_never_repeat()
    {
        string[] ids = [.. Enumerable.Range(0, 5000).Select(_ => JobId.New())];
        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(JobId.IsValid(id)));
        Assert.True(JobId.IsValid(ids[0].ToLowerInvariant()));
        Assert.Equal(ids[0], JobId.Normalize($" {ids[0].ToLowerInvariant()} "));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01J8Z3")]
    [InlineData("01J8Z3K4M5N6P7Q8R9S0T1V2WU")]
    [InlineData("01J8Z3K4M5N6P7Q8R9S0T1V2W*")]
    public void Other_texts_are_no_ids(string text) => Assert.False(JobId.IsValid(text));

    [Fact]
    public void Nothing_follows_success_and_a_running_job_can_end_in_every_way()
    {
        Assert.All(Enum.GetValues<JobState>(), state => Assert.False(JobMoves.IsAllowed(JobState.Success, state)));
        Assert.All(Enum.GetValues<JobState>(), state => Assert.False(JobMoves.IsAllowed(state, state)));
        Assert.Equal([JobState.Submitted, JobState.Running, JobState.Paused], JobMoves.To(JobState.Cancelled));
        Assert.Equal([JobState.Running, JobState.Failed, JobState.Paused, JobState.Cancelled], JobMoves.To(JobState.Submitted));
        Assert.Equal([JobState.Submitted], JobMoves.To(JobState.Running));
    }

    [Fact]
    public void A_plain_submission_is_sound() => Assert.Empty(new JobSubmission { Requests = [s_request] }.Check());

    public static TheoryData<string, Func<JobSubmission, JobSubmission>> Unsound => new()
    {
        { "Name is 'abc'", job => job with { Name = "abc" } },
        { "Name is 'a b c d'", job => job with { Name = "a b c d" } },
        { "4 to 64", job => job with { Name = new string('x', 65) } },
        { "Queue is ''", job => job with { Queue = "" } },
        { "Tag is 'ä'", job => job with { Tags = ["ok", "ä"] } },
        { "at most 16 tags", job => job with { Tags = [.. Enumerable.Range(0, 17).Select(i => $"t{i}")] } },
        { "Templates must name one template for each request", job => job with { Templates = ["chat-sticker", "hover-preview"] } },
        { "Template is 'a'", job => job with { Templates = ["a"] } },
        { "Priority is 11", job => job with { Priority = 11 } },
        { "MaxAttempt is 0", job => job with { MaxAttempt = 0 } },
        { "2049 characters", job => job with { UserData = new string('x', 2049) } },
        { "null character", job => job with { UserData = "a\0b" } },
        { "SessionId is ''", job => job with { SessionId = "" } },
        { "needs a request", job => job with { Requests = [] } },
        { "one source", job => job with { Requests = [s_request, s_request with { Source = MediaLocation.FromPath("other.mp4") }] } },
        { "one source", job => job with { Requests = [new ConversionRequest()] } },
        { "at most 6 outputs", job => job with { Requests = [.. Enumerable.Range(0, 4).Select(i => s_request with { Destination = $"{i}/", Formats = [OutputFormat.Gif, OutputFormat.WebP] })] } },
        { "Quality", job => job with { Requests = [s_request with { Picture = new PictureOptions { Quality = 101 } }] } },
        { "may be a secret", job => job with { Requests = [s_request with { Source = MediaLocation.Parse("https://example.org/clip.mp4?token=hush") }] } },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Every_rule_names_what_is_wrong(string expected, Func<JobSubmission, JobSubmission> change)
    {
        IReadOnlyList<RequestProblem> problems = change(new JobSubmission { Requests = [s_request] }).Check();
        Assert.Contains(problems, problem => problem.Message.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Message.Contains("hush", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Ferien am Meer", "Ferien-am-Meer")]
    [InlineData("a", "job-a")]
    [InlineData("", "job-")]
    [InlineData("Übung_1.final", "-bung_1-final")]
    public void A_name_is_made_of_any_text(string text, string name)
    {
        Assert.Equal(name, ItemName.From(text));
        Assert.Null(ItemName.Check("Name", ItemName.From(text)));
    }

    [Fact]
    public void Windows_and_pages_that_make_no_sense_are_told()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        Assert.Empty(new JobQuery { First = 5, SubmittedAfter = now }.Check());
        Assert.Equal(3, new JobQuery { First = -1, Skip = -1, SubmittedAfter = now, SubmittedBefore = now }.Check().Count);
        Assert.NotEmpty(new JobQueueChange { Concurrency = -1 }.Check());
    }
}

using AnimatedImage.Media;

namespace AnimatedImage.Tests.Media;

public sealed class KeptAnswersTests : IDisposable
{
    private static readonly string[] s_question = ["-hide_banner", "-encoders"];

    private readonly TemporaryFolder _folder = new();
    private int _asked;

    private string Kept => _folder.File("kept");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatWasAnsweredIsNotAskedAgain()
    {
        string ffmpeg = Binary("ffmpeg");

        Assert.Equal("one\r\ntwo\n", await GetAsync(ffmpeg, "one\r\ntwo\n"));
        Assert.Equal("one\r\ntwo\n", await GetAsync(ffmpeg, "else"));
        Assert.Equal("other", await new KeptAnswers(Kept).GetAsync(ffmpeg, ["-version"], () => Task.FromResult("other")));

        Assert.Equal(1, _asked);
        Assert.Equal(2, Directory.GetFiles(Kept).Length);
    }

    [Fact]
    public async Task AnotherBinaryIsAskedItself()
    {
        string ffmpeg = Binary("ffmpeg");
        await GetAsync(ffmpeg, "old");
        File.WriteAllText(ffmpeg, "a longer binary");

        Assert.Equal("new", await GetAsync(ffmpeg, "new"));

        File.SetLastWriteTimeUtc(ffmpeg, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal("newer", await GetAsync(ffmpeg, "newer"));
        Assert.Equal("another", await GetAsync(Binary("ffmpeg-8"), "another"));
    }

    [Fact]
    public async Task ALibraryThatIsPutBesideTheBinaryMakesItAnother()
    {
        string ffmpeg = Binary("ffmpeg");
        await GetAsync(ffmpeg, "old");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(ffmpeg)!, "avcodec-62.dll"), "library");
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(ffmpeg)!, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal("new", await GetAsync(ffmpeg, "new"));
    }

    [Theory]
    [InlineData("ffmpeg", "#!/bin/sh\nexec other-ffmpeg")]
    [InlineData("launcher", "binary")]
    public async Task WhatMayRunAnotherProgramIsAlwaysAsked(string name, string content)
    {
        string program = Binary(name, content);
        await GetAsync(program, "old");

        Assert.Equal("new", await GetAsync(program, "new"));
        Assert.False(Directory.Exists(Kept));
    }

    [Fact]
    public async Task AnAnswerHoldsForADay()
    {
        string ffmpeg = Binary("ffmpeg");
        await GetAsync(ffmpeg, "old");
        string file = Assert.Single(Directory.GetFiles(Kept));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-25));
        File.WriteAllText(Path.Combine(Kept, "not-ours.txt"), "");
        File.SetLastWriteTimeUtc(Path.Combine(Kept, "not-ours.txt"), DateTime.UtcNow.AddDays(-100));

        Assert.Equal("new", await GetAsync(ffmpeg, "new"));
        Assert.Equal("new", await GetAsync(ffmpeg, "else"));
        Assert.Equal(2, Directory.GetFiles(Kept).Length);
    }

    [Fact]
    public async Task AFileThatWasChangedIsNoAnswer()
    {
        string ffmpeg = Binary("ffmpeg");
        await GetAsync(ffmpeg, "old");
        File.WriteAllText(Assert.Single(Directory.GetFiles(Kept)), "something else");

        Assert.Equal("new", await GetAsync(ffmpeg, "new"));
    }

    [Fact]
    public async Task WhereNothingCanBeKeptItIsAsked()
    {
        string ffmpeg = Binary("ffmpeg");
        File.WriteAllText(Kept, "a file where the folder should be");

        Assert.Equal("one", await GetAsync(ffmpeg, "one"));
        Assert.Equal("two", await GetAsync(ffmpeg, "two"));
        Assert.Equal("three", await new KeptAnswers(null).GetAsync(ffmpeg, s_question, () => Task.FromResult("three")));
    }

    [Fact]
    public async Task AFailureIsNotKept()
    {
        string ffmpeg = Binary("ffmpeg");
        await Assert.ThrowsAsync<IOException>(() => new KeptAnswers(Kept).GetAsync(ffmpeg, s_question, () => throw new IOException("broken")));
        Assert.Equal("", await GetAsync(ffmpeg, ""));

        Assert.Equal("works", await GetAsync(ffmpeg, "works"));
    }

    private Task<string> GetAsync(string ffmpeg, string answer) => new KeptAnswers(Kept).GetAsync(ffmpeg, s_question, () =>
    {
        _asked++;
        return Task.FromResult(answer);
    });

    private string Binary(string name, string content = "binary")
    {
        string folder = Directory.CreateDirectory(_folder.File("bin")).FullName;
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}

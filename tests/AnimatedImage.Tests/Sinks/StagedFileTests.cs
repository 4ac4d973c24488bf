using AnimatedImage.Failures;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Sinks;

/// <summary>What one process staged and another publishes.</summary>
public sealed class StagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Another_process_publishes_what_is_staged_and_the_slow_writer_finds_nothing_left()
    {
        FileSink sink = await WrittenAsync("01ABC-1-0", overwrite: false);
        StagedFile staged = sink.Staged!;
        Assert.True(await FileSink.PublishAsync(staged, Cancellation));
        Assert.True(await FileSink.PublishAsync(staged, Cancellation));
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(sink.PublishAsync);
        Assert.Equal(ErrorId.DestinationExists, failure.ErrorId);
        await sink.DisposeAsync();
        Assert.Equal(["a.gif"], _folder.Names);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(_folder.File("a.gif"), Cancellation));
    }

    [Fact]
    public async Task What_was_removed_after_a_crash_cannot_appear_any_more()
    {
        await using FileSink sink = await WrittenAsync("01ABC-1-0", overwrite: true);
        await using FileSink other = await WrittenAsync("01ABD-1-0", overwrite: true);
        FileSink.RemoveHidden(_folder.Path, "01ABC-");
        await Assert.ThrowsAsync<ConversionException>(sink.PublishAsync);
        Assert.False(await FileSink.PublishAsync(sink.Staged!, Cancellation));
        await other.PublishAsync();
        Assert.Equal(["a.gif"], _folder.Names);
    }

    [Fact]
    public async Task Another_file_of_that_name_is_not_taken_for_the_published_one()
    {
        await using FileSink sink = await WrittenAsync("01ABC-1-0", overwrite: false);
        File.Delete(sink.Staged!.HiddenPath);
        await File.WriteAllBytesAsync(_folder.File("a.gif"), [3, 2, 1], Cancellation);
        Assert.False(await FileSink.PublishAsync(sink.Staged!, Cancellation));
    }

    private async Task<FileSink> WrittenAsync(string mark, bool overwrite)
    {
        FileSink sink = FileSink.Open(MediaLocation.FromPath(_folder.File("a.gif")), overwrite, mark);
        await sink.WriteAsync(Chunks(), Cancellation);
        return sink;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks()
    {
        await Task.Yield();
        yield return new byte[] { 1, 2, 3 };
    }
}

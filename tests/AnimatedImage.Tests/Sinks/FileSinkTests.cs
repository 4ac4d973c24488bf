using System.Security.Cryptography;
using AnimatedImage.Failures;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Sinks;

public sealed class FileSinkTests : IDisposable
{
    private static readonly byte[][] Chunks = [[1, 2, 3], [], [4, 5]];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_shows_under_the_final_name_before_it_is_published()
    {
        MediaLocation destination = MediaLocation.FromPath(_folder.File("a.gif"));
        await using FileSink sink = FileSink.Open(destination, overwrite: false);
        await sink.WriteAsync(Chunked(Chunks), TestContext.Current.CancellationToken);
        Assert.False(File.Exists(destination.Path));

        SinkResult result = await sink.PublishAsync();

        byte[] expected = [1, 2, 3, 4, 5];
        Assert.Equal(expected, await File.ReadAllBytesAsync(destination.Path, TestContext.Current.CancellationToken));
        Assert.Equal(new SinkResult(destination, 5, Convert.ToHexStringLower(MD5.HashData(expected)), Convert.ToHexStringLower(SHA256.HashData(expected))), result);
        Assert.Equal(["a.gif"], _folder.Names);
    }

    [Fact]
    public async Task Disposing_without_publishing_leaves_nothing()
    {
        await using (FileSink sink = FileSink.Open(MediaLocation.FromPath(_folder.File("a.gif")), overwrite: false))
        {
            await sink.WriteAsync(Chunked(Chunks), TestContext.Current.CancellationToken);
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task What_is_new_can_be_withdrawn()
    {
        await using FileSink sink = FileSink.Open(MediaLocation.FromPath(_folder.File("a.gif")), overwrite: false);
        await sink.WriteAsync(Chunked(Chunks), TestContext.Current.CancellationToken);
        await sink.PublishAsync();
        await sink.WithdrawAsync();
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task An_existing_file_is_replaced_only_on_request()
    {
        string path = _folder.File("a.gif");
        await File.WriteAllTextAsync(path, "old", TestContext.Current.CancellationToken);
        MediaLocation destination = MediaLocation.FromPath(path);

        ConversionException failure = Assert.Throws<ConversionException>(() => FileSink.Open(destination, overwrite: false));
        Assert.Equal(ErrorId.DestinationExists, failure.ErrorId);
        Assert.Equal("old", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));

        await using FileSink sink = FileSink.Open(destination, overwrite: true);
        await sink.WriteAsync(Chunked(Chunks), TestContext.Current.CancellationToken);
        await sink.PublishAsync();
        Assert.Equal(5, new FileInfo(path).Length);
    }

    [Fact]
    public async Task A_file_that_appears_meanwhile_is_not_overwritten()
    {
        string path = _folder.File("a.gif");
        await using FileSink sink = FileSink.Open(MediaLocation.FromPath(path), overwrite: false);
        await sink.WriteAsync(Chunked(Chunks), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, "mine", TestContext.Current.CancellationToken);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(sink.PublishAsync);

        Assert.Equal(ErrorId.DestinationExists, failure.ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_missing_folder_is_told_before_anything_is_written()
    {
        ConversionException failure = Assert.Throws<ConversionException>(
            () => FileSink.Open(MediaLocation.FromPath(_folder.File("none/a.gif")), overwrite: false));
        Assert.Equal(ErrorId.DestinationFolderMissing, failure.ErrorId);
        Assert.Contains(_folder.File("none"), failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        Directory.CreateDirectory(_folder.File("a.gif"));
        ConversionException failure = Assert.Throws<ConversionException>(
            () => FileSink.Open(MediaLocation.FromPath(_folder.File("a.gif")), overwrite: true));
        Assert.Equal(ErrorId.DestinationNotWritable, failure.ErrorId);
    }

    [Fact]
    public async Task A_name_of_255_bytes_can_be_written()
    {
        MediaLocation destination = MediaLocation.FromPath(_folder.File(new string('n', 251) + ".gif"));
        await using FileSink sink = FileSink.Open(destination, overwrite: false);
        await sink.WriteAsync(Chunked(Chunks), TestContext.Current.CancellationToken);
        Assert.Equal(5, (await sink.PublishAsync()).Bytes);
    }

    [Fact]
    public async Task A_full_disk_is_named()
    {
        // /dev/full fails every write with ENOSPC, as a full disk does.
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        await using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write);
        IOException cause = await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await full.WriteAsync(new byte[1 << 20], TestContext.Current.CancellationToken);
            await full.FlushAsync(TestContext.Current.CancellationToken);
        });
        ConversionException failure = FileFailure.Explain(cause, MediaLocation.FromPath(_folder.File("a.gif")), "/dev/full");
        Assert.Equal((ErrorId.DiskFull, FailureKind.Internal), (failure.ErrorId, failure.Kind));
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunked(byte[][] chunks)
    {
        foreach (byte[] chunk in chunks)
        {
            await Task.Yield();
            yield return chunk;
        }
    }
}

using AnimatedImage.Encoding;

namespace AnimatedImage.Tests.Encoding;

public sealed class PooledBytesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(65536, 65536)]
    [InlineData(65537, 1000)]
    [InlineData(300_000, 70_001)]
    public void What_is_written_is_read(int length, int piece)
    {
        byte[] all = new byte[length];
        new Random(length).NextBytes(all);
        using PooledBytes bytes = new();
        foreach (byte[] part in all.Chunk(piece))
        {
            bytes.Write(part);
        }

        Assert.Equal(length, bytes.Length);
        Assert.Equal(all, bytes.Blocks.SelectMany(block => block.ToArray()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(199_999)]
    public async Task It_is_read_from_anywhere(int from)
    {
        byte[] all = new byte[200_000];
        new Random(from).NextBytes(all);
        using PooledBytes bytes = new();
        await bytes.WriteAsync(all, TestContext.Current.CancellationToken);

        bytes.Position = from;
        byte[] read = new byte[all.Length - from];
        await bytes.ReadExactlyAsync(read, TestContext.Current.CancellationToken);

        Assert.Equal(all[from..], read);
        Assert.Equal(0, bytes.Read(read, 0, read.Length));
        Assert.Equal(all.Length - 1, bytes.Seek(-1, SeekOrigin.End));
        Assert.Equal(all[^1], bytes.ReadByte());
        Assert.Throws<NotSupportedException>(() => bytes.SetLength(1));
    }
}

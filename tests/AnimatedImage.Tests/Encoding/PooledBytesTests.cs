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

    [Fact]
    public void It_is_written_only()
    {
        using PooledBytes bytes = new();

        Assert.Equal((false, false, true), (bytes.CanRead, bytes.CanSeek, bytes.CanWrite));
        Assert.Throws<NotSupportedException>(() => bytes.Position = 0);
    }
}

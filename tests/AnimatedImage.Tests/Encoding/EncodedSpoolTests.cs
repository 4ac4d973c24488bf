using AnimatedImage.Encoding;

namespace AnimatedImage.Tests.Encoding;

public sealed class EncodedSpoolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, true)]
    [InlineData(1000, true)]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    [InlineData(1_000_000, false)]
    public async Task Everything_comes_back_from_memory_or_file(int size, bool isInMemory)
    {
        byte[] bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        await using Stream collected = await EncodedSpool.CollectAsync(new MemoryStream(bytes), 100_000, Token);
        Assert.Equal(isInMemory, collected is PooledBytes);
        Assert.Equal(0, collected.Position);

        MemoryStream copy = new();
        await foreach (ReadOnlyMemory<byte> piece in EncodedSpool.ReadAsync(collected, size / 3, size - (size / 3), new byte[1000]))
        {
            copy.Write(piece.Span);
        }

        Assert.Equal(bytes[(size / 3)..], copy.ToArray());
    }

    [Fact]
    public async Task Its_file_has_no_name_that_could_stay_behind()
    {
        string name;
        await using (Stream collected = await EncodedSpool.CollectAsync(new MemoryStream(new byte[5000]), 100, Token))
        {
            name = Assert.IsType<FileStream>(collected).Name;
            Assert.Equal(OperatingSystem.IsWindows(), File.Exists(name));
        }

        Assert.False(File.Exists(name));
    }
}

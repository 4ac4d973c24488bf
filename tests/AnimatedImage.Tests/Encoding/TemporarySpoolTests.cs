using AnimatedImage.Encoding;

namespace AnimatedImage.Tests.Encoding;

public sealed class TemporarySpoolTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(3000)]
    public async Task Gives_back_what_it_was_given(int pieces)
    {
        Random random = new(pieces);
        await using TemporarySpool spool = new(1_000_000);
        using MemoryStream expected = new();
        for (int piece = 0; piece < pieces; piece++)
        {
            byte[] bytes = new byte[random.Next(5000)];
            random.NextBytes(bytes);
            expected.Write(bytes);
            await spool.WriteAsync(bytes, TestContext.Current.CancellationToken);
        }

        byte[] read = new byte[spool.Length];
        await spool.Rewind().ReadExactlyAsync(read, TestContext.Current.CancellationToken);
        Assert.Equal(expected.ToArray(), read);
    }
}

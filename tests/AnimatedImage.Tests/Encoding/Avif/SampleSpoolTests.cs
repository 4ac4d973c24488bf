using AnimatedImage.Encoding.Avif;

namespace AnimatedImage.Tests.Encoding.Avif;

public sealed class SampleSpoolTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(3000)]
    public async Task Gives_back_what_it_was_given(int pieces)
    {
        Random random = new(pieces);
        await using SampleSpool spool = new();
        using MemoryStream expected = new();
        for (int piece = 0; piece < pieces; piece++)
        {
            byte[] bytes = new byte[random.Next(5000)];
            random.NextBytes(bytes);
            expected.Write(bytes);
            await spool.WriteAsync(bytes, TestContext.Current.CancellationToken);
        }

        spool.Rewind();
        byte[] read = new byte[spool.Length];
        await spool.ReadAsync(read, TestContext.Current.CancellationToken);
        Assert.Equal(expected.ToArray(), read);
    }
}

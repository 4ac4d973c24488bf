using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

public sealed class ContentFingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task Copies_agree_whatever_their_name_and_age(int length)
    {
        string original = Write("a.bin", length, _ => { });
        string copy = Write("b.bin", length, _ => { });
        File.SetLastWriteTimeUtc(copy, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(await Compute(original), await Compute(copy));
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(900_000, 500_000)]
    [InlineData(3_000_000, 0)]
    [InlineData(3_000_000, 2_999_999)]
    public async Task A_changed_byte_in_what_is_read_changes_it(int length, int position)
    {
        string original = Write("a.bin", length, _ => { });
        string changed = Write("b.bin", length, bytes => bytes[position] ^= 1);
        Assert.NotEqual(await Compute(original), await Compute(changed));
    }

    [Fact]
    public async Task Another_length_changes_it()
    {
        Assert.NotEqual(await Compute(Write("a.bin", 100, bytes => bytes.AsSpan().Clear())), await Compute(Write("b.bin", 101, bytes => bytes.AsSpan().Clear())));
    }

    private static Task<string> Compute(string path) => ContentFingerprint.ComputeAsync(path, TestContext.Current.CancellationToken);

    private string Write(string name, int length, Action<byte[]> change)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        change(bytes);
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }
}

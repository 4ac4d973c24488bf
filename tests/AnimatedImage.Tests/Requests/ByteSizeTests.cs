using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Requests;

public class ByteSizeTests
{
    [Theory]
    [InlineData("500000", 500_000)]
    [InlineData("500KB", 512_000)]
    [InlineData("500 kb", 512_000)]
    [InlineData(" 1.5 MB ", 1_572_864)]
    [InlineData("2MiB", 2_097_152)]
    [InlineData("2m", 2_097_152)]
    [InlineData("12 B", 12)]
    [InlineData("1GB", 1_073_741_824)]
    [InlineData("1tb", 1_099_511_627_776)]
    [InlineData("0.3", 0)]
    public void Texts_are_read(string text, long expected) => Assert.Equal(expected, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("two MB")]
    [InlineData("1,5 MB")]
    [InlineData("-1KB")]
    [InlineData("1e6")]
    [InlineData("5 KMB")]
    [InlineData("99999999999999 TB")]
    public void Anything_else_is_refused(string text) => InvalidValueAssert.Throws(() => ByteSize.Parse(text), text);

    [Theory]
    [InlineData(12, "12 B")]
    [InlineData(512_000, "500 KB")]
    [InlineData(2_097_152, "2 MB")]
    [InlineData(1_530_000, "1.46 MB")]
    [InlineData(1_020_000, "996 KB")]
    [InlineData(1_099_511_627_776, "1 TB")]
    public void Numbers_are_short(long bytes, string expected) => Assert.Equal(expected, ByteSize.Write(bytes));
}

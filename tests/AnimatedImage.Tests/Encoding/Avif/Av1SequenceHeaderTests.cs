using AnimatedImage.Encoding.Avif;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Tests.Encoding.Avif;

public sealed class Av1SequenceHeaderTests
{
    [Theory]
    [InlineData("yuv420p", 0u, false, true, true)]
    [InlineData("yuv444p", 1u, false, false, false)]
    [InlineData("gbrp", 1u, false, false, false)]
    [InlineData("gray", 0u, true, true, true)]
    public async Task Says_what_was_encoded(string pixelFormat, uint profile, bool isMonochrome, bool halfWidth, bool halfHeight)
    {
        (_, Av1SequenceHeader header) = await ReadAsync($"-pix_fmt {pixelFormat} -c:v libaom-av1 -cpu-used 8");
        Assert.Equal((98, 56), (header.Width, header.Height));
        Assert.Equal((profile, isMonochrome, halfWidth, halfHeight), (header.Profile, header.IsMonochrome, header.HasHalfWidthChroma, header.HasHalfHeightChroma));
        Assert.Equal((false, false, 0u), (header.IsHighBitDepth, header.IsTwelveBit, header.Tier));
    }

    [Fact]
    public async Task Only_the_first_frame_is_a_key_frame_here_and_no_delimiter_is_left()
    {
        (List<byte[]> samples, _) = await ReadAsync("-pix_fmt yuv420p -c:v libaom-av1 -cpu-used 8 -g 100");
        Assert.Equal(5, samples.Count);
        Assert.All(samples, sample => Assert.NotEqual(0x12, sample[0]));
        Assert.Equal([true, false, false, false, false], samples.Select(sample => Av1TemporalUnit.Strip(sample).IsSync));
    }

    [Fact]
    public void Bytes_that_are_no_AV1_are_refused()
    {
        Random random = new(3);
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            try
            {
                Assert.InRange(Av1TemporalUnit.Strip(bytes).Length, 0, bytes.Length);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    private static async Task<(List<byte[]> Samples, Av1SequenceHeader Header)> ReadAsync(string encoder)
    {
        byte[] ivf = Ffmpeg.Run($"-f lavfi -i testsrc2=s=98x56:r=5:d=1 {encoder} -f ivf -");
        IvfReader reader = new(new MemoryStream(ivf));
        List<byte[]> samples = [];
        Av1SequenceHeader? header = null;
        while (await reader.NextAsync(TestContext.Current.CancellationToken) is { } unit)
        {
            Av1Sample sample = Av1TemporalUnit.Strip(unit.Span);
            header ??= sample.Header;
            samples.Add(unit[..sample.Length].ToArray());
        }

        Assert.NotNull(header);
        return (samples, header);
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Inspection;

namespace AnimatedImage.Tests.Inspection;

/// <summary>Whatever a file holds, reading it ends in a description or in one of two failures.</summary>
public sealed class HostileFileTests
{
    private const int Rounds = 1500;

    [Fact]
    public void Changed_bytes_never_break_out()
    {
        Random random = new(20240229);
        foreach (byte[] sample in Samples.All)
        {
            for (int round = 0; round < Rounds; round++)
            {
                byte[] bytes = sample.ToArray();
                for (int change = random.Next(1, 9); change > 0; change--)
                {
                    // Structure lies at the front; most changes go there, with values that lengths and counts fear.
                    int reach = random.Next(3) == 0 ? bytes.Length : Math.Min(bytes.Length, 1024);
                    bytes[random.Next(reach)] = random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => 0x7F, _ => (byte)random.Next(256) };
                }

                ReadSafely(bytes);
            }
        }
    }

    [Fact]
    public void Lengths_of_every_width_may_lie()
    {
        Random random = new(7);
        foreach (byte[] sample in Samples.All)
        {
            for (int round = 0; round < Rounds; round++)
            {
                byte[] bytes = sample.ToArray();
                int width = 1 << random.Next(4);
                int at = random.Next(Math.Min(bytes.Length, 1200) - width);
                bytes.AsSpan(at, width).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                ReadSafely(bytes);
            }
        }
    }

    [Fact]
    public void Cut_files_are_damage_or_shorter()
    {
        foreach (byte[] sample in Samples.All)
        {
            AnimationInfo whole = Read(sample);
            for (int length = 0; length < sample.Length; length++)
            {
                // Only a GIF may lose its end unnoticed, between two blocks, and any file the mark behind its end.
                if (ReadSafely(sample[..length]) is { } cut)
                {
                    Assert.True(cut.Format == "Gif" || (whole.ContentKey is not null && cut.FrameCount == whole.FrameCount));
                    Assert.Equal(whole.Frames.Take(cut.FrameCount), cut.Frames);
                }
            }
        }
    }

    [Fact]
    public void Pieces_in_another_order_never_break_out()
    {
        Random random = new(99);
        foreach (byte[] sample in Samples.All)
        {
            for (int round = 0; round < Rounds / 3; round++)
            {
                int from = random.Next(sample.Length), to = random.Next(12, sample.Length), length = random.Next(1, 200);
                byte[] piece = sample[from..Math.Min(sample.Length, from + length)];
                ReadSafely([.. sample[..to], .. piece, .. sample[to..]]);
                ReadSafely([.. sample[..to], .. sample[Math.Min(sample.Length, to + length)..]]);
            }
        }
    }

    [Fact]
    public void Noise_behind_the_right_beginning_never_breaks_out()
    {
        Random random = new(1);
        byte[][] beginnings =
        [
            [.. "GIF89a"u8],
            [.. "RIFF"u8, 0xFF, 0xFF, 0, 0, .. "WEBP"u8],
            [.. "RIFF"u8, 0xFF, 0xFF, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0xFF],
            [0x89, .. "PNG"u8, 13, 10, 26, 10],
            [0, 0, 0, 16, .. "ftypavif"u8, 0, 0, 0, 0],
            [0, 0, 0, 16, .. "ftypavis"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. "moov"u8],
            [],
        ];
        foreach (byte[] beginning in beginnings)
        {
            for (int round = 0; round < Rounds; round++)
            {
                byte[] noise = new byte[random.Next(600)];
                random.NextBytes(noise);
                ReadSafely([.. beginning, .. noise]);
            }
        }
    }

    [Fact]
    public void A_small_file_cannot_claim_many_frames()
    {
        byte[] bytes = Samples.Avif.ToArray();
        int sizes = bytes.AsSpan().IndexOf("stsz"u8);
        // One common size, four thousand million samples.
        bytes.AsSpan(sizes + 8, 8).Fill(0xFF);
        ConversionException failure = Assert.Throws<ConversionException>(() => Read(bytes));
        Assert.Contains("100000 frames", failure.Message, StringComparison.Ordinal);
    }

    private static AnimationInfo? ReadSafely(byte[] bytes)
    {
        try
        {
            AnimationInfo info = Read(bytes);
            Assert.InRange(info.FrameCount, 1, 100_000);
            Assert.True(info.Width > 0 && info.Height > 0 && info.PlayCount >= 0 && info.Duration >= TimeSpan.Zero);
            return info;
        }
        catch (ConversionException failure)
        {
            Assert.True(failure.ErrorId is ErrorId.DamagedSource or ErrorId.NotAnimation, failure.ErrorId);
            Assert.Equal(FailureKind.Source, failure.Kind);
            return null;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{exception} over {Convert.ToHexString(bytes)}");
            return null;
        }
    }

    private static AnimationInfo Read(byte[] bytes) => AnimationReader.Read(new MemoryStream(bytes), "hostile");
}

using AnimatedImage.Encoding.Avif;
using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Encoding.Avif;

public sealed class Av1EncoderChoiceTests
{
    private const string Everything = "libaom-av1 libsvtav1 librav1e";

    [Theory]
    [InlineData("7.1", Everything, 480, 270, 80, "libsvtav1 yuv420p")]
    [InlineData("7.1", Everything, 480, 271, 80, "libaom-av1 yuv420p")]
    [InlineData("7.1", Everything, 62, 62, 80, "libaom-av1 yuv420p")]
    [InlineData("7.1", Everything, 480, 270, 95, "libaom-av1 yuv444p")]
    [InlineData("4.4", Everything, 480, 270, 80, "libaom-av1 yuv420p")]
    [InlineData("N-1-g2", Everything, 480, 270, 80, "libsvtav1 yuv420p")]
    [InlineData("7.1", "libsvtav1", 480, 270, 100, "libsvtav1 yuv420p")]
    [InlineData("7.1", "libsvtav1 librav1e", 480, 271, 80, "librav1e yuv420p")]
    [InlineData("4.4", "libsvtav1", 480, 270, 80, "libsvtav1 yuv420p")]
    public void Color_is_encoded_by_the_fastest_that_can(string version, string encoders, int width, int height, int quality, string expected)
    {
        Av1Recipe recipe = Av1EncoderChoice.ForColor(Capabilities(version, encoders), Settings(width, height, quality));

        // Frames that are YUV already are filtered no more.
        string format = recipe.Layout == PixelLayout.Yuv420 ? Argument(recipe, "-pix_fmt") : Argument(recipe, "-vf").Split("format=")[^1];
        Assert.Equal(expected, $"{Argument(recipe, "-c:v")} {format}");
        Assert.Equal(recipe.Layout == PixelLayout.Rgba, recipe.Arguments().Contains("-vf"));
    }

    [Fact]
    public void Alpha_is_monochrome_where_it_can_be()
    {
        Av1Recipe best = Av1EncoderChoice.ForAlpha(Capabilities("7.1", Everything), Settings(480, 270, 80));
        Assert.Equal("libaom-av1", best.EncoderName);
        Assert.EndsWith("format=gray", Argument(best, "-vf"), StringComparison.Ordinal);
        Assert.Equal("gray", Argument(best, "-pix_fmt"));
        Av1Recipe other = Av1EncoderChoice.ForAlpha(Capabilities("7.1", "libsvtav1"), Settings(480, 270, 80));
        Assert.EndsWith("format=yuv420p", Argument(other, "-vf"), StringComparison.Ordinal);
    }

    [Fact]
    public void Lossless_needs_libaom()
    {
        EncoderSettings settings = Settings(480, 270, 80) with { Lossless = true };
        Assert.Equal("rgb", Argument(Av1EncoderChoice.ForColor(Capabilities("7.1", Everything), settings), "-colorspace"));
        ConversionException failure = Assert.Throws<ConversionException>(() => Av1EncoderChoice.ForColor(Capabilities("7.1", "libsvtav1"), settings));
        Assert.Equal((ErrorId.EncoderMissing, FailureKind.Internal), (failure.ErrorId, failure.Kind));
        Assert.Contains("lossless", failure.Message, StringComparison.Ordinal);
        Assert.Contains("libsvtav1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_encoder_the_failure_says_so()
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => Av1EncoderChoice.ForColor(Capabilities("6.0", "libx264"), Settings(64, 64, 80)));
        Assert.Equal(ErrorId.EncoderMissing, failure.ErrorId);
        Assert.Contains("6.0", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Advice);
    }

    [Fact]
    public void Quality_maps_to_falling_rate_factors()
    {
        int[] factors = [.. Enumerable.Range(1, 100).Select(quality => new Av1Recipe(Av1Encoder.Svt, Av1Picture.HalfChroma, 64, 64, quality, true, PixelLayout.Yuv420).RateFactor)];
        Assert.Equal((60, 42, 26, 6), (factors[0], factors[49], factors[79], factors[99]));
        Assert.Equal(factors.OrderDescending(), factors);
    }

    [Fact]
    public void Old_svt_is_told_its_quality_in_its_own_words()
    {
        Av1Recipe old = Av1EncoderChoice.ForColor(Capabilities("4.4", "libsvtav1"), Settings(64, 64, 80));
        Assert.Equal("26", Argument(old, "-qp"));
        Av1Recipe current = Av1EncoderChoice.ForColor(Capabilities("5.1.9", "libsvtav1"), Settings(64, 64, 80));
        Assert.Equal("26", Argument(current, "-crf"));
    }

    private static string Argument(Av1Recipe recipe, string name)
    {
        IReadOnlyList<string> arguments = recipe.Arguments();
        return arguments[arguments.ToList().IndexOf(name) + 1];
    }

    private static EncoderSettings Settings(int width, int height, int quality) => new()
    {
        Width = width,
        Height = height,
        HasAlpha = false,
        Quality = quality,
        PlayCount = 0,
        Timing = FrameTiming.Of(OutputFormat.Avif),
    };

    private static FFmpegCapabilities Capabilities(string version, string encoders) => new(arguments => arguments.Contains("-version")
        ? $"ffmpeg version {version} Copyright (c) the FFmpeg developers\n"
        : "Encoders:\n ------\n" + string.Concat(encoders.Split(' ').Select(name => $" V....D {name}           something\n")));
}

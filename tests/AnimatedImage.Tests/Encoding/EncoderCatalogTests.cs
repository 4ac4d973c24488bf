using AnimatedImage.Encoding;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Encoding;

public sealed class EncoderCatalogTests
{
    [Theory]
    [InlineData(OutputFormat.Gif)]
    [InlineData(OutputFormat.WebP)]
    [InlineData(OutputFormat.Apng)]
    [InlineData(OutputFormat.Avif)]
    public void A_complete_ffmpeg_lacks_nothing(OutputFormat format)
    {
        EncoderCatalog catalog = new(TestClip.Tools);
        Assert.True(catalog.IsAvailable(format));
        Assert.Null(catalog.Missing(format));
        Assert.Equal(format, catalog.Get(format).Format);
    }

    [Theory]
    [InlineData(OutputFormat.Gif)]
    [InlineData(OutputFormat.Apng)]
    public void Some_need_no_encoder_of_ffmpeg(OutputFormat format) => Assert.Equal(format, new EncoderCatalog(Bare()).Get(format).Format);

    [Theory]
    [InlineData(OutputFormat.WebP, "libwebp_anim")]
    [InlineData(OutputFormat.Avif, "libaom-av1 or libsvtav1 or librav1e")]
    public void What_is_missing_is_named(OutputFormat format, string encoder)
    {
        EncoderCatalog catalog = new(Bare());
        Assert.False(catalog.IsAvailable(format));
        ConversionException failure = Assert.Throws<ConversionException>(() => catalog.Get(format));
        Assert.Equal(ErrorId.EncoderMissing, failure.ErrorId);
        Assert.Equal(FailureKind.Internal, failure.Kind);
        Assert.Contains(encoder, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Advice);
    }

    /// <summary>An ffmpeg with one encoder that helps nobody.</summary>
    private static FFmpegTools Bare() => TestClip.Tools with
    {
        Capabilities = new FFmpegCapabilities(arguments => arguments.Contains("-version") ? "ffmpeg version 4.4.2 Copyright" : " ------\n A..... aac  AAC\n"),
    };
}

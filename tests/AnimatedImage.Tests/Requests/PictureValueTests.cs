using AnimatedImage.Failures;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Requests;

public class PictureValueTests
{
    [Theory]
    [InlineData("#ff8000", "#ff8000")]
    [InlineData("FF8000", "#ff8000")]
    [InlineData("#f80", "#ff8800")]
    [InlineData("f80", "#ff8800")]
    [InlineData("Black", "#000000")]
    [InlineData(" red ", "#ff0000")]
    [InlineData("aqua", "#00ffff")]
    public void Reads_a_colour(string text, string canonical)
    {
        var color = RgbColor.Parse(text);
        Assert.Equal(canonical, color.ToString());
        Assert.Equal(color, RgbColor.Parse(canonical));
    }

    [Fact]
    public void Knows_the_sixteen_basic_names()
    {
        Assert.Equal(16, RgbColor.Names.Count);
        Assert.Equal(16, RgbColor.Names.Values.Distinct().Count());
        Assert.All(RgbColor.Names, named => Assert.Equal(named.Value, RgbColor.Parse(named.Key.ToUpperInvariant())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("#ff")]
    [InlineData("#ff80001")]
    [InlineData("#gg0000")]
    [InlineData("##ff800")]
    [InlineData("chartreuse")]
    [InlineData("255,0,0")]
    public void Refuses_what_is_no_colour(string text)
    {
        InvalidValueAssert.Throws(() => RgbColor.Parse(text), text);
        InvalidValueAssert.Throws(() => Padding.Parse(text), text, "Blur");
        Assert.False(RgbColor.TryParse(text, out _));
        Assert.False(Padding.TryParse(text, out _));
    }

    [Fact]
    public void A_padding_is_a_colour_or_the_blurred_picture()
    {
        Assert.True(Padding.Parse("blur").IsBlur);
        Assert.Equal("Blur", Padding.Parse("BLUR").ToString());
        Assert.Equal(Padding.Black, Padding.Parse("#000"));
        Assert.False(Padding.Black.IsBlur);
        Assert.Equal("#808080", Padding.Parse("gray").ToString());
    }

    [Theory]
    [InlineData("0,40,640,360")]
    [InlineData(" 0 , 40 , 640 , 360 ")]
    public void Reads_a_crop(string text)
    {
        Assert.Equal(new CropRectangle(0, 40, 640, 360), CropRectangle.Parse(text));
        Assert.Equal("0,40,640,360", CropRectangle.Parse(text).ToString());
    }

    [Theory]
    [InlineData("", "four")]
    [InlineData("1,2,3", "four")]
    [InlineData("1,2,3,4,5", "four")]
    [InlineData("a,2,3,4", "'a' is no whole number")]
    [InlineData("1.5,2,3,4", "'1.5' is no whole number")]
    [InlineData("-1,0,10,10", "outside")]
    [InlineData("0,0,0,10", "at least 1")]
    [InlineData("0,0,10,-10", "at least 1")]
    [InlineData("0,0,99999999999,10", "no whole number")]
    public void Refuses_what_is_no_crop(string text, string saying)
    {
        InvalidValueAssert.Throws(() => CropRectangle.Parse(text), text, saying);
        Assert.False(CropRectangle.TryParse(text, out _));
    }

    [Theory]
    [InlineData("gif", OutputFormat.Gif)]
    [InlineData("HGIF", OutputFormat.Gif)]
    [InlineData("WebP", OutputFormat.WebP)]
    [InlineData("apng", OutputFormat.Apng)]
    [InlineData(".png", OutputFormat.Apng)]
    [InlineData("AVIF", OutputFormat.Avif)]
    public void Reads_a_format(string text, OutputFormat format) => Assert.Equal(format, OutputFormats.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("mp4")]
    [InlineData("0")]
    [InlineData("Gif,WebP")]
    public void Refuses_what_is_no_format(string text)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => OutputFormats.Parse(text));
        Assert.Equal((ErrorId.UnknownFormat, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains($"'{text}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Apng", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.gif", OutputFormat.Gif)]
    [InlineData("A.GIF", OutputFormat.Gif)]
    [InlineData("s3://b/k/a.webp", OutputFormat.WebP)]
    [InlineData("a.png", OutputFormat.Apng)]
    [InlineData("a.apng", OutputFormat.Apng)]
    [InlineData("a.b.avif", OutputFormat.Avif)]
    [InlineData("a.mp4", null)]
    [InlineData("a.hgif", null)]
    [InlineData("gif", null)]
    [InlineData("a.gif/", null)]
    [InlineData("a.", null)]
    public void An_extension_names_a_format(string path, OutputFormat? format) => Assert.Equal(format, OutputFormats.FromExtension(path));

    [Fact]
    public void Every_format_has_its_names()
    {
        Assert.Equal([".gif", ".webp", ".apng", ".avif"], OutputFormats.All.Select(OutputFormats.ExtensionOf));
        Assert.Equal(["image/gif", "image/webp", "image/apng", "image/avif"], OutputFormats.All.Select(OutputFormats.ContentTypeOf));
        Assert.Equal(["GIF", "WebP", "APNG", "AVIF"], OutputFormats.All.Select(OutputFormats.DisplayNameOf));
        Assert.All(OutputFormats.All, format => Assert.Equal(format, OutputFormats.Parse(format.ToString())));
        Assert.All(OutputFormats.All, format => Assert.Equal(format, OutputFormats.FromExtension("x" + OutputFormats.ExtensionOf(format))));
    }
}

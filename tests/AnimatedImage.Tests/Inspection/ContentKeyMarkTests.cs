using System.Buffers.Binary;
using AnimatedImage.Inspection;

namespace AnimatedImage.Tests.Inspection;

public sealed class ContentKeyMarkTests
{
    private const string Key = "v1-0123456789abcdef";

    [Fact]
    public void A_gif_keeps_it_in_a_comment()
    {
        byte[] marked = [.. Samples.Gif[..^1], .. ContentKeyMark.GifComment(Key), 0x3B];
        AssertMarked(Samples.Gif, marked, "a.gif", ("gifsicle", ["--info"]));
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.gif"), marked);
        Assert.Contains($"AnimatedImage {Key}", ExternalTool.Run("gifsicle", "--info", folder.File("a.gif")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_webp_keeps_it_in_a_chunk()
    {
        byte[] chunk = ContentKeyMark.WebpChunk(Key);
        byte[] marked = [.. Samples.Webp, .. chunk];
        BinaryPrimitives.WriteInt32LittleEndian(marked.AsSpan(4), marked.Length - 8);
        AssertMarked(Samples.Webp, marked, "a.webp", ("webpinfo", []), ("webpmux", ["-info"]));
    }

    [Fact]
    public void An_apng_keeps_it_in_a_text()
    {
        byte[] marked = [.. Samples.Apng[..33], .. ContentKeyMark.PngText(Key), .. Samples.Apng[33..]];
        AssertMarked(Samples.Apng, marked, "a.png", ("pngcheck", []), ("ffprobe", ["-v", "error"]));
    }

    [Fact]
    public void An_avif_keeps_it_in_a_box()
    {
        AssertMarked(Samples.Avif, [.. Samples.Avif, .. ContentKeyMark.AvifBox(Key)], "a.avif", ("avifdec", ["--info"]), ("ffprobe", ["-v", "error"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("ключ")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Other_texts_are_no_keys(string key)
    {
        Assert.Throws<ArgumentException>(() => ContentKeyMark.GifComment(key));
        Assert.Throws<ArgumentException>(() => ContentKeyMark.WebpChunk(key));
        Assert.Throws<ArgumentException>(() => ContentKeyMark.PngText(key));
        Assert.Throws<ArgumentException>(() => ContentKeyMark.AvifBox(key));
    }

    private static void AssertMarked(byte[] plain, byte[] marked, string name, params (string Program, string[] Arguments)[] judges)
    {
        AnimationInfo before = AnimationReader.Read(new MemoryStream(plain), name);
        AnimationInfo after = AnimationReader.Read(new MemoryStream(marked), name);
        Assert.Null(before.ContentKey);
        Assert.Equal(Key, after.ContentKey);
        Assert.Equal(before.Frames, after.Frames);
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File(name), marked);
        foreach ((string program, string[] arguments) in judges)
        {
            ExternalTool.Run(program, [.. arguments, folder.File(name)]);
        }
    }
}

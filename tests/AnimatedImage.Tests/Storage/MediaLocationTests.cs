using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

public sealed class MediaLocationTests
{
    [Theory]
    [InlineData("s3://bucket/a/b.mp4", LocationScheme.S3, "b.mp4")]
    [InlineData("COS://bucket-123/b.mp4", LocationScheme.Cos, "b.mp4")]
    [InlineData("oss://bucket/b [1].mp4", LocationScheme.Oss, "b [1].mp4")]
    [InlineData("https://host/v/b.mp4?token=x", LocationScheme.Http, "b.mp4")]
    [InlineData("http://host/b.mp4", LocationScheme.Http, "b.mp4")]
    public void A_known_scheme_makes_a_uri(string text, LocationScheme scheme, string name)
    {
        MediaLocation location = MediaLocation.Parse(text);
        Assert.Equal((scheme, name, text), (location.Scheme, location.Name, location.Path));
    }

    [Theory]
    [InlineData("s3://bucket/a/b.mp4", "bucket", "a/b.mp4")]
    [InlineData("cos://bucket-123/b c#1?.mp4", "bucket-123", "b c#1?.mp4")]
    [InlineData("oss://bucket/", "bucket", "")]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("https://host/v/b.mp4", null, null)]
    [InlineData("/tmp/b.mp4", null, null)]
    public void A_store_s_location_has_a_bucket_and_a_key(string text, string? bucket, string? key)
    {
        MediaLocation location = MediaLocation.Parse(text);
        Assert.Equal((bucket, key), (location.Bucket, location.Key));
        Assert.True(bucket is null || location.Key!.Length == 0 || MediaLocation.FromObject(location.Scheme, bucket, key!) == location);
    }

    [Theory]
    [InlineData("a:b.mp4")]
    [InlineData("-leading dash.mp4")]
    [InlineData("brackets [1] 'quote' \"double\".mp4")]
    [InlineData("new\nline.mp4")]
    [InlineData("emoji 🎬.mp4")]
    [InlineData("ftp://host/clip.mp4")]
    public void Everything_else_is_a_path(string text)
    {
        MediaLocation location = MediaLocation.Parse(text);
        Assert.True(location.IsLocal);
        Assert.Equal(Path.GetFullPath(text), location.Path);
    }

    [Fact]
    public void A_file_uri_becomes_its_path()
    {
        string path = Path.GetFullPath("a b#1.mp4");
        Assert.Equal(MediaLocation.FromPath(path), MediaLocation.Parse(new Uri(path).AbsoluteUri));
    }

    [Theory]
    [InlineData("https://user:secret@host/v.mp4?sig=abc#f", "https://host/v.mp4")]
    [InlineData("s3://key:secret@bucket/v.mp4", "s3://bucket/v.mp4")]
    [InlineData("s3://bucket/mail@home.mp4", "s3://bucket/mail@home.mp4")]
    [InlineData("oss://bucket/what?.mp4", "oss://bucket/what?.mp4")]
    public void What_is_shown_holds_no_secret(string text, string shown) =>
        Assert.Equal(shown, MediaLocation.Parse(text).ToString());
}

using AnimatedImage.Conversion;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Conversion;

public sealed class RemoteSourceTests : RemoteBench
{
    [Theory]
    [InlineData("clip.mp4", "-c:v mpeg4")]
    [InlineData("front.mp4", "-c:v mpeg4 -movflags +faststart")]
    [InlineData("pieces.mp4", "-c:v mpeg4 -movflags +frag_keyframe+empty_moov")]
    [InlineData("clip.mkv", "-c:v mpeg4")]
    [InlineData("clip.ts", "-c:v mpeg2video")]
    [InlineData("clip.avi", "-c:v mpeg4")]
    [InlineData("clip.flv", "-c:v flv")]
    [InlineData("clip.gif", "")]
    [InlineData("clip.webp", "-c:v libwebp_anim")]
    public async Task A_clip_in_a_store_converts_to_the_same_bytes_as_a_local_one(string name, string encoder)
    {
        string path = Clip(name, "testsrc2=size=64x48:rate=10:duration=20", encoder);
        MediaLocation source = Store.PutFile("videos/" + name, path);
        ConversionRequest wish = new() { Clip = new ClipRange { StartTime = TimePosition.FromSeconds(12), Duration = TimePosition.FromSeconds(2) } };

        ConversionResult local = Assert.Single(await ConvertAsync(wish with { Source = MediaLocation.FromPath(path), Destination = Folder.File("local.png") }));
        ConversionResult remote = Assert.Single(await ConvertRemoteAsync(wish with { Source = source, Destination = Folder.File("remote.png") }));

        Assert.Equal(local.FrameCount, remote.FrameCount);
        Assert.Equal(await FramesAsync(local.Destination.Path), await FramesAsync(remote.Destination.Path));
        Assert.Equal((source, Store.BytesSent, null), (remote.Source, remote.BytesRead, remote.BytesWritten));
        Assert.Null(local.BytesRead);
        await AssertQuietAsync();
    }
}

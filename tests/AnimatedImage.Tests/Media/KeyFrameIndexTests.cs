using AnimatedImage.Media;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Tests.Media;

public sealed class KeyFrameIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clip.mp4", "-c:v mpeg4 -g 10 -sc_threshold 1000000000", 4)]
    [InlineData("front.mp4", "-c:v mpeg4 -g 5 -sc_threshold 1000000000 -movflags +faststart", 8)]
    [InlineData("sound-first.mp4", "-f lavfi -i anullsrc=d=4 -map 1:a -map 0:v -c:v mpeg4 -g 20 -sc_threshold 1000000000", 2)]
    [InlineData("every.mov", "-c:v mjpeg", 40)]
    [InlineData("fragments.mp4", "-c:v mpeg4 -g 10 -movflags frag_keyframe+empty_moov", null)]
    [InlineData("other.mkv", "-c:v mpeg4 -g 10", null)]
    public async Task KeyFramesAreCountedWhereTheIndexSays(string name, string arguments, int? keyFrames)
    {
        string path = _folder.File(name);
        Ffmpeg.Run($"-f lavfi -i testsrc2=size=64x48:rate=10:duration=4 {arguments} {path}");

        MediaInfo media = await new MediaProbe(FFmpegLocator.Find()).ProbeAsync(AnimatedImage.Storage.MediaLocation.FromPath(path), TestContext.Current.CancellationToken);

        Assert.Equal(keyFrames, media.Video.KeyFrameCount);
    }

    [Fact]
    public void WhatIsCutOffOrAlteredIsNoFailure()
    {
        string path = _folder.File("clip.mp4");
        Ffmpeg.Run($"-f lavfi -i testsrc2=size=64x48:rate=10:duration=1 -c:v mpeg4 -movflags +faststart {path}");
        byte[] bytes = File.ReadAllBytes(path);
        int index = bytes.AsSpan().IndexOf("mdat"u8);
        Random random = new(5);
        for (int length = 0; length < index; length += 7)
        {
            byte[] altered = [.. bytes];
            altered[random.Next(index)] = (byte)random.Next(256);

            // What is told does not matter, only that it ends.
            _ = KeyFrameIndex.Count(new MemoryStream(altered), 0);
            Assert.Null(KeyFrameIndex.Count(new MemoryStream(bytes[..length]), 1));
            _ = KeyFrameIndex.Count(new MemoryStream(bytes[..length]), 0);
        }

        Assert.Equal(1, KeyFrameIndex.Count(new MemoryStream(bytes), 0));
    }
}

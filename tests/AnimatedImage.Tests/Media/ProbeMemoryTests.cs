using AnimatedImage.Media;
using AnimatedImage.Storage;
using AnimatedImage.Tests.Frames;

namespace AnimatedImage.Tests.Media;

public sealed class ProbeMemoryTests : IDisposable
{
    private static readonly DateTime s_longAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_changed_is_asked_again()
    {
        string clip = Make("a.mp4", "64x48");
        File.SetLastWriteTimeUtc(clip, s_longAgo);
        Assert.Equal(64, (await ProbeAsync(clip)).Video.Width);
        Assert.NotNull(Known(clip));

        File.Move(Make("b.mp4", "80x48"), clip, overwrite: true);
        File.SetLastWriteTimeUtc(clip, s_longAgo.AddSeconds(1));
        Assert.Null(Known(clip));
        Assert.Equal(80, (await ProbeAsync(clip)).Video.Width);
        Assert.Equal(80, Known(clip)!.Video.Width);
    }

    [Fact]
    public async Task A_file_that_may_still_be_written_is_not_remembered()
    {
        string clip = Make("a.mp4", "64x48");
        File.SetLastWriteTimeUtc(clip, DateTime.UtcNow);
        await ProbeAsync(clip);
        File.SetLastWriteTimeUtc(clip, s_longAgo);
        Assert.Null(Known(clip));
    }

    private static MediaInfo? Known(string path) => ProbeMemory.Find(ProbeMemory.KeyOf(TestPlans.Tools.FFprobePath, path));

    private static Task<MediaInfo> ProbeAsync(string path) =>
        new MediaProbe(TestPlans.Tools).ProbeAsync(MediaLocation.FromPath(path), TestContext.Current.CancellationToken);

    private string Make(string name, string size)
    {
        Ffmpeg.Run($"-f lavfi -i testsrc2=size={size}:rate=10:duration=1 -c:v mpeg4 {_folder.File(name)}");
        return _folder.File(name);
    }
}

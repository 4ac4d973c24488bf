using AnimatedImage.Conversion;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Conversion;

/// <summary>Every container that the product promises to read becomes an animation of the right length.</summary>
public sealed class ContainerTests : ConversionBench
{
    public static TheoryData<string> Containers => [.. ClipRecipes.Containers];

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task A_container_is_converted_whole(string container)
    {
        ConversionResult result = await ConvertClipAsync(container, new ConversionRequest());

        // 50 frames in 2 s; some containers give the last frame no length, others one frame more for sound.
        Assert.InRange(result.FrameCount, 48, 52);
        Assert.InRange(result.Duration.TotalSeconds, 1.9, 2.1);
        Assert.InRange((double)result.Width / result.Height, 1.3, 1.45);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task A_part_of_a_container_is_sampled(string container)
    {
        ConversionRequest request = new()
        {
            Clip = new ClipRange { StartTime = TimePosition.FromSeconds(0.5), Duration = TimePosition.FromSeconds(1) },
            Playback = new Playback { FrameRate = 10 },
            Size = new FrameSize { Width = FrameDimension.FromNumber(80) },
        };
        ConversionResult result = await ConvertClipAsync(container, request);
        Assert.Equal((10, 80, 1.0), (result.FrameCount, result.Width, result.Duration.TotalSeconds));
        Assert.Equal((TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5)), (result.StartTime, result.EndTime));
    }

    private async Task<ConversionResult> ConvertClipAsync(string container, ConversionRequest request)
    {
        string clip = await Clips.GetAsync(container);
        return Assert.Single(await ConvertAsync(request with { Source = MediaLocation.FromPath(clip), Destination = Folder.File("out.gif") }));
    }
}

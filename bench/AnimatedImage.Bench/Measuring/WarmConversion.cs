using System.Diagnostics;
using AnimatedImage.Conversion;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Measuring;

/// <summary>
/// Whole conversions, from the path to the published file, in this process and so without its start: as in a PowerShell that has
/// the module loaded and has converted before.
/// </summary>
/// <param name="stores">Finds the stores of locations that are no local files; null = local files only.</param>
internal sealed class WarmConversion(IMediaStores? stores = null)
{
    private readonly Converter _converter = new(FFmpegLocator.Find(), stores);

    /// <summary>What the last conversion made; null before the first.</summary>
    public ConversionResult? Result { get; private set; }

    /// <summary>Converts and measures; the memory of this process says nothing and is left out.</summary>
    public ProcessCost Run(ConversionRequest request) => RunAsync(request).GetAwaiter().GetResult();

    /// <summary>The same for callers that can wait.</summary>
    public async Task<ProcessCost> RunAsync(ConversionRequest request)
    {
        TimeSpan ownBefore = Environment.CpuUsage.TotalTime;
        double? childrenBefore = ChildUsage.CpuSeconds();
        Stopwatch watch = Stopwatch.StartNew();
        Result = await ConvertAsync(request);
        double wall = watch.Elapsed.TotalSeconds;
        double own = (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds;
        return new ProcessCost(wall, ChildUsage.CpuSeconds() - childrenBefore + own, null);
    }

    /// <summary>Converts without measuring; several may run at once.</summary>
    public async Task<ConversionResult> ConvertAsync(ConversionRequest request)
    {
        await using PreparedConversion prepared = await _converter.PrepareAsync(request, null, CancellationToken.None);
        return (await _converter.RunAsync(prepared, null, CancellationToken.None))[0];
    }

    /// <summary>
    /// The same with an even height, as ffmpeg's <c>scale=480:-2</c> makes it: AV1 encoders differ in whether they take odd ones, and
    /// programs that do not make the same picture cannot be compared.
    /// </summary>
    public async Task<ConversionRequest> WithEvenHeightAsync(ConversionRequest request)
    {
        await using PreparedConversion prepared = await _converter.PrepareAsync(request, null, CancellationToken.None);
        VideoStreamInfo video = prepared.Plan.Source.Video;
        int width = prepared.Plan.Picture.CanvasWidth;
        int height = 2 * (int)Math.Round(width * video.Height / (2.0 * video.Width), MidpointRounding.AwayFromZero);
        return request with
        {
            Size = new FrameSize { Width = FrameDimension.FromNumber(width), Height = FrameDimension.FromNumber(height), ScaleType = ScaleType.Stretch },
        };
    }

    /// <summary>What the suites convert: 5 s, 480 pixels wide, 10 frames a second.</summary>
    public static ConversionRequest Request(string clip, string destination, OutputFormat format) => new()
    {
        Source = MediaLocation.FromPath(clip),
        Destination = destination,
        Formats = [format],
        Clip = new ClipRange { Duration = TimePosition.FromSeconds(5) },
        Sampling = new Sampling { Rate = 10 },
        Size = new FrameSize { Width = FrameDimension.FromNumber(480) },
        Force = true,
    };
}

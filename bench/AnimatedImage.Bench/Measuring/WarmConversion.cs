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
internal sealed class WarmConversion
{
    private readonly Converter _converter = new(FFmpegLocator.Find());

    /// <summary>Converts and measures; the memory of this process says nothing and is left out.</summary>
    public ProcessCost Run(ConversionRequest request)
    {
        TimeSpan ownBefore = Environment.CpuUsage.TotalTime;
        double? childrenBefore = ChildUsage.CpuSeconds();
        Stopwatch watch = Stopwatch.StartNew();
        PreparedConversion prepared = _converter.PrepareAsync(request, null, CancellationToken.None).GetAwaiter().GetResult();
        _converter.RunAsync(prepared, null, CancellationToken.None).GetAwaiter().GetResult();
        double wall = watch.Elapsed.TotalSeconds;
        double own = (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds;
        return new ProcessCost(wall, ChildUsage.CpuSeconds() - childrenBefore + own, null);
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

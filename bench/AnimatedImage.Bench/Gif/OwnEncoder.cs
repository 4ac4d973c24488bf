using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Encoding.Gif;
using AnimatedImage.Frames;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Bench.Gif;

/// <summary>Our GIF encoder as a process of its own that reads the same frames as its rivals.</summary>
internal static class OwnEncoder
{
    /// <summary>First argument that makes this program an encoder.</summary>
    public const string Command = "encode-gif";

    /// <summary>The arguments after the command.</summary>
    public static string[] Arguments(RawClip clip, int quality, string output) =>
    [
        clip.File, .. new[] { clip.Width, clip.Height, clip.FrameRate, clip.Count, quality }.Select(number => number.ToString(CultureInfo.InvariantCulture)), output,
    ];

    /// <summary>Encodes; for the program's entry point. A file named after the arguments takes the seconds of processor time that this took.</summary>
    public static void Run(IReadOnlyList<string> arguments)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        int Whole(int index) => int.Parse(arguments[index], CultureInfo.InvariantCulture);
        RawClip clip = new("", Whole(1), Whole(2), double.Parse(arguments[3], CultureInfo.InvariantCulture), Whole(4), arguments[0], "");
        EncodeAsync(clip, Whole(5), arguments[6]).GetAwaiter().GetResult();
        if (arguments.Count > 7)
        {
            File.WriteAllText(arguments[7], (Environment.CpuUsage.TotalTime - before).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>
    /// Processor seconds of the first encode in a process, compiling included, and those of the whole process beside it: the start and the
    /// end of .NET. The least of some runs each.
    /// </summary>
    public static (double Encode, double Beside) MeasureFirst(RawClip clip, int quality, string output, int runs)
    {
        string cost = output + ".cpu";
        (double encode, double beside) least = (double.MaxValue, double.MaxValue);
        for (int run = 0; run < runs; run++)
        {
            double? whole = ProcessMeter.Run("dotnet", [typeof(OwnEncoder).Assembly.Location, Command, .. Arguments(clip, quality, output), cost]).CpuSeconds;
            double encode = double.Parse(File.ReadAllText(cost), CultureInfo.InvariantCulture);
            least = (Math.Min(least.encode, encode), Math.Min(least.beside, (whole ?? double.NaN) - encode));
        }

        return least;
    }

    /// <summary>
    /// What a run costs once code is compiled and memory is there: processor seconds of this process, reading the frames and writing the
    /// file included, and the bytes that one frame more allocates (a whole run less one of half the frames). The least of three runs after
    /// one that is not counted.
    /// </summary>
    public static async Task<(double CpuSeconds, double AllocatedPerFrame)> MeasureWarmAsync(RawClip clip, int quality, string output)
    {
        RawClip half = clip with { Count = clip.Count / 2 };
        (double cpu, double allocated) least = (double.MaxValue, double.MaxValue);
        for (int run = 0; run < 4; run++)
        {
            (double _, long few) = await MeasureAsync(half, quality, output);
            (double cpu, long many) = await MeasureAsync(clip, quality, output);
            least = run == 0 ? least : (Math.Min(least.cpu, cpu), Math.Min(least.allocated, (many - few) / (double)(clip.Count - half.Count)));
        }

        return least;
    }

    private static async Task<(double CpuSeconds, long Allocated)> MeasureAsync(RawClip clip, int quality, string output)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        long bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        await EncodeAsync(clip, quality, output);
        self.Refresh();
        return ((self.TotalProcessorTime - before).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - bytesBefore);
    }

    private static async Task EncodeAsync(RawClip clip, int quality, string path)
    {
        EncoderSettings settings = new()
        {
            Width = clip.Width,
            Height = clip.Height,
            HasAlpha = false,
            Quality = quality,
            PlayCount = 0,
            Timing = FrameTiming.Of(OutputFormat.Gif),
        };
        await using FileStream output = File.Create(path);
        await foreach (ReadOnlyMemory<byte> chunk in new GifEncoder().EncodeAsync(ReadAsync(clip), settings, CancellationToken.None))
        {
            await output.WriteAsync(chunk);
        }
    }

    private static async IAsyncEnumerable<TimedFrame> ReadAsync(RawClip clip)
    {
        await using FileStream file = File.OpenRead(clip.File);
        FramePool pool = new(clip.Width, clip.Height);
        byte[] rgb = new byte[clip.FrameBytes];
        for (int i = 0; i < clip.Count; i++)
        {
            await file.ReadExactlyAsync(rgb);
            Frame frame = pool.Rent();
            Expand(rgb, MemoryMarshal.Cast<byte, uint>(frame.Pixels.Span));
            yield return new TimedFrame(frame, TimeOf(i + 1, clip.FrameRate) - TimeOf(i, clip.FrameRate));
        }
    }

    private static int TimeOf(int frame, double rate) => (int)Math.Round(frame * 100 / rate, MidpointRounding.AwayFromZero);

    private static void Expand(ReadOnlySpan<byte> rgb, Span<uint> rgba)
    {
        for (int i = 0; i < rgba.Length; i++)
        {
            rgba[i] = 0xFF00_0000 | rgb[3 * i] | ((uint)rgb[(3 * i) + 1] << 8) | ((uint)rgb[(3 * i) + 2] << 16);
        }
    }
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Conversion;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Storage;

/// <summary>
/// Many small videos, listed and converted to one picture each, as many at once as there are cores: from a bucket into it, and from a
/// folder into another. In shares that take turns, so that whatever else the machine does meets both alike.
/// </summary>
internal sealed class SmallObjects(BenchBucket bucket, string folder, int count)
{
    private const int Share = 50;

    /// <summary>What all of it cost; the traffic is of the share that came first, was counted for it and for nothing else.</summary>
    public async Task<(ProcessCost FromStore, ProcessCost FromDisk, StoreTraffic Traffic, int TrafficObjects)> MeasureAsync()
    {
        int shares = (count + Share - 1) / Share;
        await MakeAsync(shares);
        StoreTraffic traffic = await bucket.CountAsync(() => FromStoreAsync(0, bucket.Counted));
        await FromDiskAsync(0);
        List<ProcessCost> store = [];
        List<ProcessCost> disk = [];
        for (int share = 1; share <= shares; share++)
        {
            int current = share;
            (List<ProcessCost> Costs, Func<Task> Work)[] turns = [(store, () => FromStoreAsync(current, bucket.Straight)), (disk, () => FromDiskAsync(current))];
            foreach ((List<ProcessCost> costs, Func<Task> work) in share % 2 == 0 ? turns.Reverse() : turns)
            {
                costs.Add(await MeasureAsync(work));
            }
        }

        return (Sum(store), Sum(disk), traffic, Share);
    }

    private static ProcessCost Sum(IReadOnlyList<ProcessCost> costs) => new(costs.Sum(cost => cost.WallSeconds), costs.Sum(cost => cost.CpuSeconds), null);

    private static async Task<ProcessCost> MeasureAsync(Func<Task> work)
    {
        TimeSpan own = Environment.CpuUsage.TotalTime;
        double? children = ChildUsage.CpuSeconds();
        Stopwatch watch = Stopwatch.StartNew();
        await work();
        double wall = watch.Elapsed.TotalSeconds;
        return new ProcessCost(wall, ChildUsage.CpuSeconds() - children + (Environment.CpuUsage.TotalTime - own).TotalSeconds, null);
    }

    private static Task FromStoreAsync(int share, MediaStores stores)
    {
        Converter converter = new(FFmpegLocator.Find(), stores);
        MediaLocation prefix = BenchBucket.At($"small/{share}/");
        return Parallel.ForEachAsync(
            stores.For(prefix).ListAsync(prefix, new StoreListing(), CancellationToken.None),
            AtOnce(),
            async (found, _) => await ConvertAsync(converter, found.Location, found, BenchBucket.At($"pictures/{share}/{found.Location.Name}.gif").Path));
    }

    private Task FromDiskAsync(int share)
    {
        Converter converter = new(FFmpegLocator.Find());
        string output = Directory.CreateDirectory(Path.Combine(folder, "pictures", $"{share}")).FullName;
        return Parallel.ForEachAsync(
            Directory.EnumerateFiles(FolderOf(share)),
            AtOnce(),
            async (file, _) => await ConvertAsync(converter, MediaLocation.FromPath(file), null, Path.Combine(output, Path.GetFileName(file) + ".gif")));
    }

    private static async Task ConvertAsync(Converter converter, MediaLocation source, StoreObject? known, string destination)
    {
        ConversionRequest request = new()
        {
            Source = source,
            Destination = destination,
            Formats = [OutputFormat.Gif],
            Sampling = new Sampling { Count = 1 },
        };
        await using PreparedConversion prepared = await converter.PrepareAsync(request, null, known, CancellationToken.None);
        await converter.RunAsync(prepared, null, CancellationToken.None);
    }

    /// <summary>The videos, the share before the first one included.</summary>
    private async Task MakeAsync(int shares)
    {
        string clip = Path.Combine(folder, "small.mp4");
        ProcessMeter.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-t", "2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-y", clip]);
        byte[] content = await File.ReadAllBytesAsync(clip);
        for (int share = 0; share <= shares; share++)
        {
            Directory.CreateDirectory(FolderOf(share));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, Share + count), AtOnce(), async (number, cancellationToken) =>
        {
            // An empty box of its own at the end: no two are the same.
            byte[] box = new byte[12];
            BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
            "free"u8.CopyTo(box.AsSpan(4));
            BinaryPrimitives.WriteInt32BigEndian(box.AsSpan(8), number);
            int share = number / Share;
            string name = number.ToString("D5", CultureInfo.InvariantCulture) + ".mp4";
            string file = Path.Combine(FolderOf(share), name);
            await File.WriteAllBytesAsync(file, [.. content, .. box], cancellationToken);
            await bucket.PutAsync($"small/{share}/{name}", file);
        });
    }

    private string FolderOf(int share) => Path.Combine(folder, "small", $"{share}");

    private static ParallelOptions AtOnce() => new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
}

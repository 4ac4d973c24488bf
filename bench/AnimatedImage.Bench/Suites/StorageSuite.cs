using System.Globalization;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Bench.Storage;
using AnimatedImage.Requests;
using AnimatedImage.TestServers;

namespace AnimatedImage.Bench.Suites;

/// <summary>What reading out of a bucket costs in bytes, time and memory, next to ffmpeg with a presigned address and to local files.</summary>
internal sealed class StorageSuite : ISuite
{
    private const int DefaultRuns = 3;
    private const int DefaultMinutes = 120;
    private const int DefaultObjects = 1000;
    private const long SparseBytes = 10_000_000_000;
    private const double Megabyte = 1e6;

    public string Name => "storage";

    public string Summary => "5 s and 10 samples of a long film in a bucket, many small objects, memory for 10 GB; next to ffmpeg and local files";

    public BenchReport Run(BenchOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("animatedimage-bench-").FullName;
        try
        {
            return RunAsync(options, folder).GetAwaiter().GetResult();
        }
        catch (ServerUnavailableException missing)
        {
            throw new BenchException($"There is no store to measure with: {missing.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<BenchReport> RunAsync(BenchOptions options, string folder)
    {
        int runs = options.Runs ?? DefaultRuns;
        int seconds = (options.Minutes ?? DefaultMinutes) * 60;
        string clip = options.ClipFolder is null ? Film.MakeClip(folder) : Clips.Find(options)[0];
        Film first = Film.Make(clip, seconds, indexFirst: true, folder);
        Film last = Film.Make(clip, seconds, indexFirst: false, folder);
        List<string> notes =
        [
            $"{Machine.Describe()}; {Machine.VersionOf("ffmpeg", "-version")}.",
            string.Create(CultureInfo.InvariantCulture, $"The film: {Path.GetFileName(clip)} for {seconds / 60} minutes, {first.Bytes / Megabyte:F0} MB; its index (moov) takes {first.IndexBytes() / Megabyte:F2} MB. The store: Ceph on this machine, whose processor time is in no column."),
            $"Ours converts in a warm process, ffmpeg reads a presigned address; wall and CPU are medians of {runs} runs straight to the store. Bytes are of one more run each, through a proxy that counts all answers, with their heads and with what was on its way when the reader hung up: ffmpeg asks for everything to the end of the file. Ratios are of these.",
            "The floor is the index and the packets from the key frame before each piece to its end. ffmpeg's samples are one ffmpeg each, their costs added up.",
        ];
        BenchReport report = new(
            "Storage", notes, ["task", "program", "wall s", "wall ratio", "CPU s", "requests", "MB by its own account", "MB on the line", "times the floor", "% of the object", "peak MB"]);
        await using BenchBucket bucket = await BenchBucket.StartAsync(onDisk: first.Bytes + last.Bytes > 3L << 30);
        foreach (Film film in new[] { first, last })
        {
            await bucket.PutAsync(Path.GetFileName(film.File), film.File);
            await MeasureFilmAsync(report, bucket, film, seconds, runs, folder);
        }

        await MeasureSmallAsync(report, notes, bucket, options.Objects ?? DefaultObjects, folder);
        MeasureSparse(report, last, seconds, folder);
        return report;
    }

    private static async Task MeasureFilmAsync(BenchReport report, BenchBucket bucket, Film film, int seconds, int runs, string folder)
    {
        string key = Path.GetFileName(film.File);
        string kind = Path.GetFileNameWithoutExtension(film.File);
        string output = Path.Combine(folder, "out.gif");
        string theirs = Path.Combine(folder, "theirs.gif");

        // Not on a key frame, and not where the file is read anyway.
        double start = (seconds * 0.6) + 3.3;
        long index = film.IndexBytes();
        WarmConversion straight = new(bucket.Straight);
        WarmConversion counted = new(bucket.Counted);

        async Task AddAsync(string task, long floor, int frames, ConversionRequest request, Func<string, IEnumerable<string[]>> ffmpeg)
        {
            IReadOnlyList<ProcessCost> costs = Contest.Run(runs, () => straight.Run(request), () => ReadingFFmpeg.Run(ffmpeg(bucket.Presign(key, counted: false))));
            long theirBytes = 0;
            StoreTraffic ourTraffic = await bucket.CountAsync(() => counted.RunAsync(request));
            StoreTraffic theirTraffic = await bucket.CountAsync(() => Task.Run(() => theirBytes = ReadingFFmpeg.BytesRead(ffmpeg(bucket.Presign(key, counted: true)))));
            if (counted.Result!.FrameCount != frames)
            {
                throw new BenchException($"{task}: {counted.Result.FrameCount} frames came out instead of {frames}.");
            }

            void Add(string program, ProcessCost cost, StoreTraffic traffic, long told) => report.Add(
                task, program, cost.WallSeconds, cost.WallSeconds / costs[1].WallSeconds, cost.CpuSeconds, traffic.Describe(1), told / Megabyte, traffic.AnswerBytes / Megabyte, (double)traffic.AnswerBytes / floor, 100.0 * traffic.AnswerBytes / film.Bytes, cost.PeakMegabytes);
            Add("ours", costs[0], ourTraffic, counted.Result.BytesRead!.Value);
            Add("ffmpeg", costs[1], theirTraffic, theirBytes);
            report.Add(task, "floor", null, null, null, null, null, floor / Megabyte, 1.0, 100.0 * floor / film.Bytes, null);
            Console.WriteLine($"  {task}");
        }

        await AddAsync(
            $"{FilmTasks.ClipSeconds} s, {kind}",
            index + film.PacketBytes(start, FilmTasks.ClipSeconds),
            FilmTasks.ClipSeconds * 10,
            FilmTasks.Clip(BenchBucket.At(key), start, output),
            address => [FilmTasks.ClipArguments(address, start, theirs)]);
        await AddAsync(
            $"{FilmTasks.Samples} samples, {kind}",
            index + FilmTasks.SampleTimes(seconds).Sum(time => film.PacketBytes(time, 0.05)),
            FilmTasks.Samples,
            FilmTasks.Sampled(BenchBucket.At(key), seconds, output),
            address => FilmTasks.SampleArguments(address, seconds, folder));
    }

    private static async Task MeasureSmallAsync(BenchReport report, List<string> notes, BenchBucket bucket, int count, string folder)
    {
        (ProcessCost store, ProcessCost disk, StoreTraffic traffic, int objects) = await new SmallObjects(bucket, folder, count).MeasureAsync();
        string task = $"{count} small videos to one picture each";
        report.Add(task, "ours, bucket to bucket", store.WallSeconds, store.WallSeconds / disk.WallSeconds, store.CpuSeconds, $"{traffic.Describe(objects)} each", null, traffic.AnswerBytes * ((double)count / objects) / Megabyte, null, null, null);
        report.Add(task, "ours, folder to folder", disk.WallSeconds, 1.0, disk.CpuSeconds, null, null, null, null, null, null);
        notes.Add($"The small videos: 2 s at 320x180, no two the same; {Environment.ProcessorCount} at a time in one warm process, bucket and folder in turns of {objects}.");
        Console.WriteLine($"  {task}");
    }

    private static void MeasureSparse(BenchReport report, Film last, int seconds, string folder)
    {
        Film sparse = last.Stretch(SparseBytes - last.Bytes);
        using SparseServer server = new(sparse.File);
        ProcessCost cost = SparseConversion.Run(server.Endpoint, seconds / 2.0, Path.Combine(folder, "sparse.gif"));
        report.Add(
            $"{FilmTasks.ClipSeconds} s of a sparse 10 GB object, from a server of the bench because Ceph keeps no holes", "ours, whole process and ffmpeg", cost.WallSeconds, null, cost.CpuSeconds, null, null, null, null, null, cost.PeakMegabytes);
    }
}

using AnimatedImage.Conversion;
using AnimatedImage.Gateway;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Tests.Gateway;

namespace AnimatedImage.Tests.Conversion;

/// <summary>What a conversion of a part reads, in requests and in bytes: cost follows what is taken, not what is there.</summary>
public sealed class RequestPatternTests : RemoteBench
{
    private const int Seconds = 600;

    [Theory]
    [InlineData("index in front", "clip.mp4", "-c:v mpeg4 -q:v 3 -g 20 -movflags +faststart", 1.5, 24)]
    [InlineData("index at the end", "clip.mp4", "-c:v mpeg4 -q:v 3 -g 20", 1.5, 24)]
    [InlineData("cues at the end", "clip.mkv", "-c:v mpeg4 -q:v 3 -g 20", 1.5, 24)]
    [InlineData("no index", "clip.ts", "-c:v mpeg2video -q:v 3 -g 20", 3, 60)]
    public async Task Five_seconds_of_ten_minutes_cost_little_more_than_they_are(string what, string name, string encoder, double most, int requests)
    {
        string path = Clip(name, $"testsrc2=size=160x120:rate=10:duration={Seconds},noise=alls=60:allf=t", encoder);
        MediaLocation source = Store.PutFile(name, path);
        ConversionRequest request = new()
        {
            Source = source,
            Destination = Folder.File("out.gif"),
            Clip = new ClipRange { StartTime = TimePosition.Parse("50%"), Duration = TimePosition.FromSeconds(5) },
            Size = new FrameSize { Width = FrameDimension.FromNumber(80) },
        };

        ConversionResult result = Assert.Single(await ConvertRemoteAsync(request));

        // The clip's own bytes, those back to its key frame, and the index; where there is none, the five seconds that ffmpeg looks at first.
        long bytes = new FileInfo(path).Length;
        long floor = (bytes * 7 / Seconds) + await IndexBytesAsync(path) + (name.EndsWith(".ts", StringComparison.Ordinal) ? bytes * 5 / Seconds : 0);
        string told = $"{what}: {result.BytesRead} bytes in {Store.Reads.Count()} requests; the floor is {floor} of {bytes}: {string.Join(' ', Store.Reads.Select(read => $"{read.Offset}+{read.Count}"))}";

        // How far reading is ahead when ffmpeg has enough depends on how busy the machine is; reads grow to 320 KiB here, and two of them may pass.
        Assert.True(result.BytesRead <= (floor * most) + 400_000 + (2 * 320 * 1024), told);
        Assert.True(Store.Reads.Count() <= requests, told);
    }

    [Fact]
    public async Task A_listed_object_is_not_asked_for_again_and_a_small_one_costs_one_read()
    {
        MediaLocation source = Store.PutFile("clip.mp4", Clip());
        StoreObject listed = await Store.DescribeAsync(source, Cancellation);
        Store.Requests.Clear();
        Converter converter = Remote;
        await using PreparedConversion prepared = await converter.PrepareAsync(Request(source, Folder.File("out.gif")), null, listed, Cancellation);
        await converter.RunAsync(prepared, null, Cancellation);
        Assert.Equal(["Read"], Store.Requests.Select(request => request.Kind));
    }

    [Fact]
    public async Task Ten_gibibytes_take_no_more_memory_than_ten_kilobytes()
    {
        // An MP4 whose index stands behind ten gibibytes of nothing.
        byte[] movie = await File.ReadAllBytesAsync(Clip(encoder: "-c:v mpeg4"), Cancellation);
        (long start, _) = (await MovieIndex.FindAsync(new MemoryStream(movie), Cancellation))!.Value;
        const long Gap = 10L << 30;
        byte[] gap = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(gap, 1);
        "free"u8.CopyTo(gap.AsSpan(4));
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(gap.AsSpan(8), Gap);
        Store.Objects["big.mp4"] = MemoryObject.Sparse(movie.Length + Gap, (0, movie[..(int)start]), (start, gap), (start + Gap, movie[(int)start..]));

        ConversionResult result = Assert.Single(await ConvertRemoteAsync(Request(MemoryStore.At("big.mp4"), Folder.File("out.gif"))));

        Assert.Equal(10, result.FrameCount);
        Assert.InRange(result.BytesRead!.Value, movie.Length, 1_000_000);

        // Read from end to end, blocks leave as others come.
        Store.Objects["zeros"] = MemoryObject.Sparse(1L << 29);
        await using GatewaySource at = Gateway.Register();
        CachedObject zeros = at.Add("zeros", Store, await Store.DescribeAsync(MemoryStore.At("zeros"), Cancellation));
        using ObjectReader reader = zeros.OpenReader();
        long most = 0;
        for (long position = 0; position < zeros.Bytes;)
        {
            using BlockLease lease = await reader.ReadAsync(position, zeros.Bytes, Cancellation);
            position += lease.Bytes.Length;
            most = Math.Max(most, Gateway.Cache.Bytes);
        }

        Assert.InRange(most, 1, Impatient.CacheBytes + (16 * BlockCache.BlockBytes));
    }

    [Fact]
    public async Task What_leaves_memory_is_read_again_unless_it_may_lie_on_disk()
    {
        byte[] bytes = new byte[4 << 20];
        new Random(1).NextBytes(bytes);
        MediaLocation source = Store.Put("object", bytes);
        long forgotten = await ReadTwiceAsync(null), spilled = await ReadTwiceAsync(Folder.File("spill"));
        Assert.InRange(forgotten, bytes.Length + (3 << 20), (2 * bytes.Length) + (1 << 20));
        Assert.InRange(spilled, bytes.Length, bytes.Length + (1 << 20));
        Assert.Empty(Directory.GetFileSystemEntries(Folder.File("spill")));

        // Less than half of it may lie there: the rest is read again.
        long bounded = await ReadTwiceAsync(Folder.File("spill"), limit: 1 << 20);
        Assert.InRange(bounded, bytes.Length + (2 << 20), (2 * bytes.Length) + (1 << 20));
        Assert.Empty(Directory.GetFileSystemEntries(Folder.File("spill")));

        async Task<long> ReadTwiceAsync(string? folder, long limit = 64 << 20)
        {
            using MediaGateway gateway = new(Impatient with { CacheBytes = 512 * 1024, SpillBytes = limit });
            await using GatewaySource at = gateway.Register(folder);
            CachedObject served = at.Add("object", Store, await Store.DescribeAsync(source, Cancellation));
            for (int round = 0; round < 2; round++)
            {
                using Stream stream = new ObjectStream(served, at.Fail);
                byte[] read = new byte[bytes.Length];
                await stream.ReadExactlyAsync(read, Cancellation);
                Assert.Equal(bytes, read);
                Assert.InRange(gateway.Spilled.Taken, folder is null ? 0 : 1 << 20, folder is null ? 0 : limit);
            }

            long count = at.BytesRead;
            await at.DisposeAsync();
            Assert.Equal(0, gateway.Spilled.Taken);
            return count;
        }
    }

    [Fact]
    public async Task A_conversion_uses_the_folder_that_it_was_given_and_leaves_nothing_there()
    {
        MediaLocation source = Store.PutFile("clip.mp4", Clip("clip.mp4", "testsrc2=size=320x240:rate=10:duration=8,noise=alls=60:allf=t", "-c:v mpeg4 -q:v 2"));
        using MediaGateway gateway = new(Impatient with { CacheBytes = 256 * 1024 });
        Converter converter = new(Remote.Tools, Store, gateway) { SpillFolder = Folder.File("spill") };
        await using (PreparedConversion prepared = await converter.PrepareAsync(Request(source, Folder.File("out.gif")), null, Cancellation))
        {
            await converter.RunAsync(prepared, null, Cancellation);
            Assert.InRange(gateway.Spilled.Taken, BlockCache.BlockBytes, Store.Objects["clip.mp4"].Bytes);
        }

        Assert.Equal(0, gateway.Spilled.Taken);
        Assert.Empty(Directory.GetFileSystemEntries(Folder.File("spill")));
    }

    private static async Task<long> IndexBytesAsync(string path)
    {
        await using FileStream file = File.OpenRead(path);
        return await MovieIndex.FindAsync(file, Cancellation) is { } index ? index.End - index.Start : 0;
    }
}

using System.Diagnostics;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Tests.Gateway;

namespace AnimatedImage.Tests.Conversion;

public sealed class RemoteTroubleTests : RemoteBench
{
    // Some megabytes, so that there is a middle.
    private string LongClip() => Clip("clip.mkv", "testsrc2=size=320x240:rate=10:duration=30,noise=alls=40:allf=t", "-c:v mjpeg -q:v 3");

    private ConversionRequest Whole(MediaLocation source) => new()
    {
        Source = source,
        Destination = Folder.File("remote.gif"),
        Sampling = new Sampling { Interval = 1 },
        Size = new FrameSize { Width = FrameDimension.FromNumber(64) },
    };

    [Fact]
    public async Task A_shaky_store_makes_no_difference()
    {
        string clip = LongClip();
        ConversionResult local = Assert.Single(await ConvertAsync(Whole(MediaLocation.FromPath(clip)) with { Destination = Folder.File("local.gif") }));
        MediaLocation source = Store.PutFile("clip.mkv", clip);
        Store.OnRead = request => (request.Number % 4) switch
        {
            0 => ReadFault.Throttled,
            1 => new ReadFault { ResetAfter = 30_000 },
            2 => new ReadFault { TruncateAfter = 50_000 },
            _ => null,
        };

        ConversionResult remote = Assert.Single(await ConvertRemoteAsync(Whole(source)));

        Assert.Equal(await FramesAsync(local.Destination.Path), await FramesAsync(remote.Destination.Path));
        await AssertQuietAsync();
    }

    [Fact]
    public async Task A_store_that_is_stopped_and_started_in_the_middle_makes_no_difference()
    {
        MediaLocation source = Store.PutFile("clip.mkv", LongClip());
        long outage = 0;
        Store.OnRead = request =>
        {
            if (request.Offset < 2_000_000 || Interlocked.Read(ref outage) < 0)
            {
                return null;
            }

            Interlocked.CompareExchange(ref outage, Stopwatch.GetTimestamp(), 0);
            return Stopwatch.GetElapsedTime(Interlocked.Read(ref outage)) < TimeSpan.FromMilliseconds(300) ? ReadFault.Throttled : null;
        };
        Assert.Equal(30, Assert.Single(await ConvertRemoteAsync(Whole(source))).FrameCount);
        Assert.NotEqual(0, outage);
    }

    [Fact]
    public async Task A_store_that_does_not_come_back_is_the_one_error_and_nothing_is_written()
    {
        MediaLocation source = Store.PutFile("clip.mkv", LongClip());
        Store.OnRead = request => request.Offset > 2_000_000 ? ReadFault.Throttled : null;
        await FailsAsync(source, ErrorId.StorageFailed, FailureKind.Internal, "503 SlowDown");
    }

    [Fact]
    public async Task A_right_that_is_taken_away_is_the_one_error()
    {
        MediaLocation source = Store.PutFile("clip.mkv", LongClip());
        Store.OnRead = request => request.Offset > 2_000_000 ? ReadFault.Denied : null;
        await FailsAsync(source, ErrorId.StorageDenied, FailureKind.Input, "request 42");
    }

    [Fact]
    public async Task An_object_that_is_replaced_in_the_middle_is_the_one_error()
    {
        string clip = LongClip();
        MediaLocation source = Store.PutFile("clip.mkv", clip);
        Store.OnRead = request =>
        {
            if (request.Offset > 2_000_000)
            {
                Store.PutFile("clip.mkv", clip, "v2");
            }

            return null;
        };
        await FailsAsync(source, ErrorId.SourceChanged, FailureKind.Source, "replaced");
    }

    [Theory]
    [InlineData("missing.mp4", ErrorId.PathNotFound)]
    [InlineData("empty.mp4", ErrorId.EmptySource)]
    [InlineData("text.mp4", ErrorId.NotMedia)]
    [InlineData("cut.mp4", ErrorId.DamagedSource)]
    [InlineData("still.webp", ErrorId.ZeroDuration)]
    public async Task A_bad_object_is_told_like_a_bad_file(string key, string errorId)
    {
        byte[] movie = await File.ReadAllBytesAsync(Clip(), Cancellation);
        Store.Put("empty.mp4", []);
        Store.Put("text.mp4", "This is no video at all, whatever its name says."u8.ToArray());
        Store.Put("cut.mp4", movie[..(movie.Length / 2)]);
        if (key == "still.webp")
        {
            Store.PutFile("still.webp", Clip("still.webp", "testsrc2=size=64x48:rate=10:duration=0.1", "-c:v libwebp"));
        }

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => Remote.ProbeAsync(MemoryStore.At(key), null, Cancellation));
        Assert.Equal(errorId, failure.ErrorId);
        Assert.DoesNotContain("127.0.0.1", failure.Message, StringComparison.Ordinal);
        await AssertQuietAsync();
    }

    [Fact]
    public async Task Cancelling_ends_everything_soon()
    {
        MediaLocation source = Store.PutFile("clip.mkv", LongClip());
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Store.OnRead = request =>
        {
            if (request.Offset > 2_000_000)
            {
                stop.CancelAfter(20);
                return new ReadFault { Delay = TimeSpan.FromMinutes(1) };
            }

            return null;
        };
        Converter converter = Remote;
        PreparedConversion prepared = await converter.PrepareAsync(Whole(source), null, Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => converter.RunAsync(prepared, null, stop.Token));
        await prepared.DisposeAsync();
        await AssertQuietAsync();
        Assert.Equal(["clip.mkv"], Folder.Names);
    }

    [Fact]
    public async Task An_estimate_reads_the_store_too()
    {
        MediaLocation source = Store.PutFile("clip.mkv", LongClip());
        Converter converter = Remote;
        await using (PreparedConversion prepared = await converter.PrepareAsync(Whole(source), null, Cancellation))
        {
            Assert.Equal(30, Assert.Single(await converter.EstimateAsync(prepared, Cancellation)).FrameCount);
        }

        await AssertQuietAsync();
    }

    [Fact]
    public async Task Without_stores_an_object_is_told_as_such()
    {
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => Converter.PrepareAsync(Request(MemoryStore.At("a.mp4"), "out.gif"), null, Cancellation));
        Assert.Equal(ErrorId.StorageNotAvailable, failure.ErrorId);
    }

    private async Task FailsAsync(MediaLocation source, string errorId, FailureKind kind, string says)
    {
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertRemoteAsync(Whole(source)));
        Assert.Equal((errorId, kind), (failure.ErrorId, failure.Kind));
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(["clip.mkv"], Folder.Names);
        await AssertQuietAsync();
    }
}

using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Tests.Gateway;

namespace AnimatedImage.Tests.Conversion;

public sealed class RemoteDestinationTests : RemoteBench
{
    [Theory]
    [InlineData(null, "videos/a/clip.gif")]
    [InlineData("s3://media/out/", "out/clip.gif")]
    [InlineData("s3://media", "clip.gif")]
    [InlineData("S3://media/{dirname}/{name}-{width}x{height}{autoext}", "videos/a/clip-64x48.gif")]
    [InlineData("s3://media/{bucket}/{key}.webp", "media/videos/a/clip.mp4.webp")]
    [InlineData("s3://media/a b/%41+{{x}}.png", "a b/%41+{x}.png")]
    public async Task An_output_goes_beside_its_source_or_where_a_uri_says(string? destination, string key)
    {
        MediaLocation source = Store.PutFile("videos/a/clip.mp4", Clip());
        ConversionResult result = Assert.Single(await ConvertRemoteAsync(new ConversionRequest { Source = source, Destination = destination }));
        Assert.Equal(MemoryStore.At(key), result.Destination);
        Assert.Equal([key, "videos/a/clip.mp4"], Store.Objects.Keys.Order(StringComparer.Ordinal));
        await AssertQuietAsync();
    }

    [Fact]
    public async Task The_folder_of_a_key_without_one_leaves_no_slash()
    {
        MediaLocation source = Store.PutFile("clip.mp4", Clip());
        await ConvertRemoteAsync(Request(source, "s3://media/{dirname}/{name}.gif") with { Force = true });
        Assert.Contains("clip.gif", Store.Objects.Keys);
    }

    [Fact]
    public async Task An_object_is_what_a_file_would_be_and_carries_what_was_asked()
    {
        string clip = Clip();
        ConversionRequest request = new()
        {
            Source = MediaLocation.FromPath(clip),
            Object = new ObjectOptions
            {
                Metadata = new Dictionary<string, string> { ["owner"] = "me" },
                CacheControl = "max-age=60",
                Tags = new Dictionary<string, string> { ["team"] = "a" },
                StorageClass = "STANDARD_IA",
            },
        };
        ConversionResult file = Assert.Single(await ConvertAsync(request with { Destination = Folder.File("out.webp") }));
        ConversionResult result = Assert.Single(await ConvertRemoteAsync(request with { Destination = "s3://media/out.webp" }));

        MemoryObject written = Store.Objects["out.webp"];
        byte[] bytes = new byte[written.Bytes];
        written.Read(0, bytes);
        Assert.Equal(await File.ReadAllBytesAsync(file.Destination.Path, Cancellation), bytes);
        Assert.Equal((file.Bytes, file.Md5, file.Sha256, file.ContentKey), (result.Bytes, result.Md5, result.Sha256, result.ContentKey));
        Assert.Equal((written.ETag, written.Bytes, null), (result.ETag, result.BytesWritten, result.BytesRead));
        Assert.Equal(("image/webp", "me", "max-age=60", "[team, a]", "STANDARD_IA"), (written.ContentType, written.Metadata["owner"], written.Metadata["test-cache-control"], written.Metadata["test-tags"], written.Metadata["test-class"]));
        Assert.Equal((result.ContentKey, "64", "48", "10"), (written.Metadata["animatedimage-key"], written.Metadata["animatedimage-width"], written.Metadata["animatedimage-height"], written.Metadata["animatedimage-frames"]));
        Assert.Equal(result.ContentKey, AnimationReader.Read(new MemoryStream(bytes), "out").ContentKey);
    }

    [Fact]
    public async Task A_current_object_costs_one_look_and_is_told_from_it()
    {
        MediaLocation source = Store.PutFile("clip.mp4", Clip());
        ConversionRequest request = new() { Source = source, SkipExisting = true };
        ConversionResult first = Assert.Single(await ConvertRemoteAsync(request));
        Store.Requests.Clear();

        ConversionResult second = Assert.Single(await ConvertRemoteAsync(request));

        Assert.True(second.IsSkipped);
        Assert.Equal(
            (first.Width, first.Height, first.FrameCount, first.PlayCount, first.Duration, first.StartTime, first.EndTime, first.Bytes, first.ETag, first.ContentKey),
            (second.Width, second.Height, second.FrameCount, second.PlayCount, second.Duration, second.StartTime, second.EndTime, second.Bytes, second.ETag, second.ContentKey));
        Assert.Single(Store.Requests, asked => asked.Kind == "Describe" && asked.Key == "clip.gif");
        Assert.DoesNotContain(Store.Requests, asked => asked.Kind is "Upload");
    }

    [Fact]
    public async Task A_current_object_is_found_without_a_probe_or_a_byte_of_the_source()
    {
        MediaLocation source = Store.PutFile("clip.mp4", Clip());
        ConversionRequest request = new() { Source = source, SkipExisting = true, Formats = [OutputFormat.Gif, OutputFormat.WebP] };
        await ConvertRemoteAsync(request);
        StoreObject listed = await Store.DescribeAsync(source, Cancellation);
        Store.Requests.Clear();

        IReadOnlyList<ConversionResult>? current = await Remote.TrySkipAsync(request, null, listed, Cancellation);

        Assert.Equal([OutputFormat.Gif, OutputFormat.WebP], current!.Select(result => result.Format));
        Assert.Equal(["Describe clip.gif", "Describe clip.webp"], Store.Requests.Select(asked => $"{asked.Kind} {asked.Key}"));
        Assert.All(current!, result => Assert.Equal((true, 0L, 10), (result.IsSkipped, result.BytesRead, result.FrameCount)));

        // Anything that makes another output makes it stale, what is only stored with it does not.
        Assert.NotNull(await Remote.TrySkipAsync(request with { Object = new ObjectOptions { CacheControl = "no-store" }, Force = true }, null, listed, Cancellation));
        Assert.Null(await Remote.TrySkipAsync(request with { SkipExisting = false }, null, listed, Cancellation));
        Assert.Null(await Remote.TrySkipAsync(request with { Playback = new Playback { Speed = 2 } }, null, listed, Cancellation));
        Assert.Null(await Remote.TrySkipAsync(request, null, listed with { ETag = "v2" }, Cancellation));
        Store.Objects.TryRemove("clip.webp", out _);
        Assert.Null(await Remote.TrySkipAsync(request, null, listed, Cancellation));
    }

    [Fact]
    public async Task A_stale_object_is_renewed_but_a_foreign_one_is_kept()
    {
        MediaLocation source = Store.PutFile("clip.mp4", Clip());
        ConversionRequest request = new() { Source = source, SkipExisting = true };
        await ConvertRemoteAsync(request);
        ConversionResult renewed = Assert.Single(await ConvertRemoteAsync(request with { Playback = new Playback { PlayCount = 2 } }));
        Assert.False(renewed.IsSkipped);

        Store.Put("clip.gif", [1, 2, 3]);
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertRemoteAsync(request));
        Assert.Equal(ErrorId.DestinationExists, failure.ErrorId);
        Assert.Equal(3, Store.Objects["clip.gif"].Bytes);
        await ConvertRemoteAsync(request with { SkipExisting = false, Force = true });
        Assert.NotEqual(3, Store.Objects["clip.gif"].Bytes);
        await AssertQuietAsync();
    }

    [Fact]
    public async Task What_appears_meanwhile_is_not_replaced()
    {
        MediaLocation source = Store.PutFile("clip.mp4", Clip());
        Store.OnOther = request =>
        {
            if (request.Kind == "Complete")
            {
                Store.Put("clip.gif", [1]);
            }
        };
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertRemoteAsync(new ConversionRequest { Source = source }));
        Assert.Equal((ErrorId.DestinationExists, 1), (failure.ErrorId, (int)Store.Objects["clip.gif"].Bytes));
        await AssertQuietAsync();
    }

    [Fact]
    public async Task Several_outputs_appear_together_or_not_at_all()
    {
        MediaLocation source = Store.PutFile("clip.mp4", Clip());
        Store.OnOther = request => _ = request is { Kind: "Complete", Key: "clip.webp" }
            ? throw new ConversionException(ErrorId.StorageDenied, FailureKind.Input, "403.")
            : 0;
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(
            () => ConvertRemoteAsync(new ConversionRequest { Source = source, Formats = [OutputFormat.Gif, OutputFormat.WebP] }));
        Assert.Equal(ErrorId.StorageDenied, failure.ErrorId);
        Assert.Equal(["clip.mp4"], Store.Objects.Keys);
        await AssertQuietAsync();
    }

    [Theory]
    [InlineData("https://example.com/out.gif", ErrorId.StorageNotAvailable)]
    [InlineData("s3:///out.gif", ErrorId.InvalidParameter)]
    [InlineData("s3://media/clip.png", ErrorId.DestinationIsSource)]
    public async Task What_cannot_be_written_is_told_before_anything_is_done(string destination, string errorId)
    {
        MediaLocation source = Store.PutFile("clip.png", Clip("clip.apng", encoder: "-c:v apng"));
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertRemoteAsync(Request(source, destination)));
        Assert.Equal(errorId, failure.ErrorId);
        Assert.DoesNotContain(Store.Requests, request => request.Kind == "Upload");
        await AssertQuietAsync();
    }

    [Fact]
    public async Task Two_sources_on_one_key_are_a_conflict_but_keys_of_another_case_are_not()
    {
        string clip = Clip();
        DestinationRegistry registry = new();
        Converter converter = Remote;
        await using PreparedConversion first = await converter.PrepareAsync(Request(Store.PutFile("a.mp4", clip), "s3://media/out.gif"), null, Cancellation);
        await using PreparedConversion second = await converter.PrepareAsync(Request(Store.PutFile("b.mp4", clip), "s3://media/OUT.gif"), null, Cancellation);
        await using PreparedConversion third = await converter.PrepareAsync(Request(Store.PutFile("c.mp4", clip), "s3://media/out.gif"), null, Cancellation);
        registry.Claim(first);
        registry.Claim(second);
        Assert.Equal(ErrorId.DestinationConflict, Assert.Throws<ConversionException>(() => registry.Claim(third)).ErrorId);
    }

    [Fact]
    public async Task Without_stores_an_object_cannot_be_written()
    {
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(
            () => ConvertAsync(new ConversionRequest { Source = MediaLocation.FromPath(Clip()), Destination = "s3://media/out.gif" }, new Converter(FFmpegLocator.Find())));
        Assert.Equal(ErrorId.StorageNotAvailable, failure.ErrorId);
    }

    [Fact]
    public async Task What_only_stores_keep_is_told_where_a_file_is_written()
    {
        ConversionRequest request = Request(Clip(), "out.gif") with { Object = new ObjectOptions { CacheControl = "no-store" } };
        ConversionResult result = Assert.Single(await ConvertAsync(request));
        Assert.Contains(result.Warnings, warning => warning.Contains("CacheControl", StringComparison.Ordinal));
    }
}

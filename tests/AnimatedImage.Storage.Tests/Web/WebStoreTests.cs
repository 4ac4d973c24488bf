using AnimatedImage.Failures;
using AnimatedImage.Storage.Tests.Servers;
using AnimatedImage.Storage.Web;

namespace AnimatedImage.Storage.Tests.Web;

public sealed class WebStoreTests
{
    private static readonly WebAccess _own = new() { AllowPrivateNetwork = true, Timeout = TimeSpan.FromSeconds(20) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5000, 1000)]
    [InlineData(9_999, 1000)]
    [InlineData(0, long.MaxValue)]
    [InlineData(10_000, 1)]
    public async Task A_range_holds_what_lies_there(long offset, long count)
    {
        await using WebFile file = new() { Content = Bytes.Random(10_000) };
        using WebStore store = new(_own);
        byte[] expected = file.Content[(int)offset..(int)Math.Min(10_000, offset + Math.Min(count, 10_000))];
        await using StoreRange range = await store.ReadAsync(file.Location, offset, count, "v1", Token);
        Assert.Equal((offset, expected.Length, 10_000, "v1"), (range.Offset, range.Count, range.TotalBytes, range.ETag));
        Assert.Equal(expected, await Bytes.ReadAsync(store, file.Location, offset, count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(405)]
    [InlineData(403)]
    public async Task A_file_is_described_also_where_heads_are_refused(int headStatus)
    {
        await using WebFile file = new() { Content = new byte[1234], HeadStatus = headStatus, Headers = ["ETag: W/\"weak\"", "Content-Type: video/mp4", "Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT"] };
        using WebStore store = new(_own);
        StoreObject found = await store.DescribeAsync(file.Location, Token);
        Assert.Equal((1234, "W/weak", "video/mp4"), (found.Bytes, found.ETag, found.ContentType));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), found.LastModified);
    }

    [Theory]
    [InlineData("ETag: \"v2\"")]
    [InlineData("ETag: W/\"v1\"")]
    [InlineData("Last-Modified: Sat, 21 Nov 2026 11:00:00 GMT")]
    public async Task Another_version_is_noticed_though_the_server_ignores_conditions(string other)
    {
        await using WebFile file = new() { Content = new byte[1000] };
        using WebStore store = new(_own);
        string version = (await store.DescribeAsync(file.Location, Token)).ETag!;
        file.Headers = [other];
        await Told.ByAsync(ErrorId.SourceChanged, () => store.ReadAsync(file.Location, 0, 10, version, Token));
    }

    [Fact]
    public async Task A_server_without_ranges_is_read_once_forwards_and_again_after_a_step_back()
    {
        await using WebFile file = new() { Content = Bytes.Random(300_000), KnowsRanges = false };
        using WebStore store = new(_own);
        foreach (int offset in new[] { 0, 50_000, 100_000, 200_000 })
        {
            Assert.Equal(file.Content[offset..(offset + 50_000)], await Bytes.ReadAsync(store, file.Location, offset, 50_000, "v1"));
        }

        Assert.Single(file.Requests);
        Assert.Equal(file.Content[1000..2000], await Bytes.ReadAsync(store, file.Location, 1000, 1000, "v1"));
        Assert.Equal(2, file.Requests.Count);
        Assert.Empty(await Bytes.ReadAsync(store, file.Location, 300_000, 10));
    }

    [Fact]
    public async Task A_small_file_of_unknown_length_is_taken_whole()
    {
        await using WebFile file = new() { Content = Bytes.Random(5000), KnowsRanges = false, SaysLength = false };
        using WebStore store = new(_own);
        Assert.Equal(5000, (await store.DescribeAsync(file.Location, Token)).Bytes);
        Assert.Equal(file.Content[100..200], await Bytes.ReadAsync(store, file.Location, 100, 100));

        file.Content = new byte[20 << 20];
        ConversionException told = await Told.ByAsync(ErrorId.StorageFailed, () => store.DescribeAsync(file.Location, Token));
        Assert.Contains("does not say how long", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0.0.0.0")]
    public async Task This_machine_is_not_asked_by_any_name(string host)
    {
        await using WebFile file = new() { Content = new byte[10] };
        using WebStore store = new(new WebAccess());
        ConversionException told = await Told.ByAsync(ErrorId.AddressRefused, () => store.DescribeAsync(file.At(host), Token), "SECRET");
        Assert.Contains("not on the public internet", told.Message, StringComparison.Ordinal);
        Assert.Empty(file.Requests);
    }

    [Fact]
    public async Task Redirects_are_followed_and_take_no_credential_to_another_server()
    {
        await using WebFile target = new() { Content = Bytes.Random(1000) };
        await using WebFile first = new() { Status = 302, Headers = [$"Location: {target.At("localhost").Path}"] };
        using WebStore store = new(_own);
        Assert.Equal(target.Content, await Bytes.ReadAsync(store, first.At("127.0.0.1", "user:pass%21word@"), 0, 1000));
        string basic = $"Authorization: Basic {Convert.ToBase64String("user:pass!word"u8)}";
        Assert.Contains(basic, Assert.Single(first.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", Assert.Single(target.Requests), StringComparison.Ordinal);

        // The end of the way is remembered for the next range.
        await Bytes.ReadAsync(store, first.At("127.0.0.1", "user:pass%21word@"), 10, 10);
        Assert.Equal((1, 2), (first.Requests.Count, target.Requests.Count));
    }

    [Theory]
    [InlineData("file:///etc/passwd", "no web address")]
    [InlineData("ftp://host/clip.mp4", "no web address")]
    [InlineData("/clip.mp4", "more than 5 times")]
    public async Task A_redirect_leads_to_the_web_and_not_in_circles(string target, string says)
    {
        await using WebFile file = new() { Status = 302, Headers = [$"Location: {target}"] };
        using WebStore store = new(_own);
        ConversionException told = await Told.ByAsync(ErrorId.AddressRefused, () => store.ReadAsync(file.Location, 0, 10, null, Token), "SECRET");
        Assert.Contains(says, told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, ErrorId.PathNotFound, false)]
    [InlineData(410, ErrorId.PathNotFound, false)]
    [InlineData(403, ErrorId.StorageDenied, false)]
    [InlineData(429, ErrorId.StorageFailed, true)]
    [InlineData(503, ErrorId.StorageFailed, true)]
    [InlineData(418, ErrorId.StorageFailed, false)]
    public async Task A_refusal_is_told_without_the_query(int status, string errorId, bool isTransient)
    {
        await using WebFile file = new() { Status = status };
        using WebStore store = new(_own);
        foreach (Func<Task> work in new Func<Task>[] { () => store.DescribeAsync(file.Location, Token), () => store.ReadAsync(file.Location, 0, 10, null, Token) })
        {
            ConversionException told = await Told.ByAsync(errorId, work, "SECRET");
            Assert.Contains($"(HTTP {status})", told.Message, StringComparison.Ordinal);
            Assert.Equal(isTransient, told.IsTransient);
        }
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        await using WebFile file = new() { IsSilent = true };
        using WebStore store = new(_own with { Timeout = TimeSpan.FromMilliseconds(300) });
        ConversionException told = await Told.ByAsync(ErrorId.StorageUnreachable, () => store.ReadAsync(file.Location, 0, 10, null, Token), "SECRET");
        Assert.True(told.IsTransient);
        Assert.Contains("did not answer in time", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_begun()
    {
        await using WebFile file = new() { Content = new byte[1001] };
        using WebStore store = new(_own with { MaxBytes = 1000 });
        await Told.ByAsync(ErrorId.AddressRefused, () => store.DescribeAsync(file.Location, Token));
        await Told.ByAsync(ErrorId.AddressRefused, () => store.ReadAsync(file.Location, 0, 10, null, Token));
    }

    [Fact]
    public async Task What_is_compressed_on_the_way_has_no_ranges()
    {
        await using WebFile file = new() { Content = new byte[100], Headers = ["Content-Encoding: gzip"] };
        using WebStore store = new(_own);
        await Told.ByAsync(ErrorId.StorageFailed, () => store.ReadAsync(file.Location, 0, 10, null, Token));
    }

    [Fact]
    public async Task Nothing_is_written_to_the_web()
    {
        using MediaStores stores = new(StoreProfiles.None);
        MediaLocation location = MediaLocation.Parse("https://example.com/out.gif");
        await Told.ByAsync(ErrorId.StorageNotAvailable, () => stores.For(location).UploadAsync(location, new UploadOptions { ContentType = "image/gif" }, Token));
    }
}

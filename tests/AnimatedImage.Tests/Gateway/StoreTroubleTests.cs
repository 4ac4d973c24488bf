using AnimatedImage.Failures;
using AnimatedImage.Gateway;

namespace AnimatedImage.Tests.Gateway;

public sealed class StoreTroubleTests : GatewayBench
{
    [Fact]
    public async Task Throttling_resets_truncation_and_silence_are_got_over()
    {
        Store.OnRead = request => (request.Number % 5) switch
        {
            0 => ReadFault.Throttled,
            1 => new ReadFault { ResetAfter = 50_000 },
            2 => new ReadFault { TruncateAfter = 70_000 },
            3 => new ReadFault { HangAfter = 40_000 },
            _ => null,
        };
        Assert.Equal(Bytes, await Client.GetByteArrayAsync(Address, Token));
        Assert.Equal(Bytes.Length, Source.BytesRead);
        Assert.Null(Source.Failure);
    }

    [Fact]
    public async Task What_broke_off_goes_on_where_it_broke()
    {
        Store.OnRead = request => request.Number == 0 ? new ReadFault { TruncateAfter = 40_000 } : null;
        await GetAllAsync("bytes=0-65535");
        Assert.Equal([(0L, 65536L), (40_000L, 25_536L)], Store.Reads.Select(read => (read.Offset, read.Count)));
    }

    [Fact]
    public async Task An_outage_is_outlasted()
    {
        bool isDown = true;
        Store.OnRead = _ => isDown ? ReadFault.Throttled : null;
        Task<byte[]> reading = Client.GetByteArrayAsync(Address, Token);
        await WaitAsync(() => Store.Reads.Count() > 3);
        isDown = false;
        Assert.Equal(Bytes, await reading);
    }

    [Fact]
    public async Task A_store_that_stays_away_is_told_with_its_own_words()
    {
        Store.OnRead = _ => ReadFault.Throttled;
        using HttpResponseMessage answer = await GetAsync(null);
        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Equal(ErrorId.StorageFailed, Source.Failure!.ErrorId);
        Assert.Contains("503 SlowDown. It was tried ", Source.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_store_has_tried_long_enough_is_not_asked_again(bool hasBeenRetried)
    {
        Store.Requests.Clear();
        Store.OnOther = _ => throw new ConversionException(ErrorId.StorageUnreachable, FailureKind.Internal, "Nobody there.") { IsTransient = true, HasBeenRetried = hasBeenRetried };
        ConversionException told = await Assert.ThrowsAsync<ConversionException>(() => Gateway.DescribeAsync(Store, MemoryStore.At("object"), Token));
        Assert.Equal(hasBeenRetried, Store.Requests.Count == 1);
        Assert.Equal(hasBeenRetried, told.Message == "Nobody there.");
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        Store.OnRead = _ => ReadFault.Denied;
        using HttpResponseMessage answer = await GetAsync(null);
        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Single(Store.Reads);
        ConversionException told = Assert.Throws<ConversionException>(Source.ThrowIfBroken);
        Assert.Equal((ErrorId.StorageDenied, FailureKind.Input, "Check the key."), (told.ErrorId, told.Kind, told.Advice));
    }

    [Fact]
    public async Task A_failure_in_the_middle_breaks_the_connection_and_is_kept()
    {
        Store.OnRead = request => request.Offset >= 1_000_000 ? ReadFault.Denied : null;
        using HttpResponseMessage answer = await GetAsync(null);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(ErrorId.StorageDenied, Source.Failure!.ErrorId);
        using HttpResponseMessage after = await GetAsync("bytes=0-3");
        Assert.Equal(502, (int)after.StatusCode);
    }

    [Theory]
    [InlineData("v2", 3_000_001)]
    [InlineData("v1", 3_000_002)]
    public async Task A_replaced_object_is_told_and_versions_never_mix(string etag, int bytes)
    {
        using HttpResponseMessage answer = await GetAsync(null);
        Stream body = await answer.Content.ReadAsStreamAsync(Token);
        await body.ReadExactlyAsync(new byte[10], Token);
        Store.Put("object", new byte[bytes], etag);
        await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null, Token));
        Assert.Equal((ErrorId.SourceChanged, FailureKind.Source), (Source.Failure!.ErrorId, Source.Failure.Kind));
    }

    [Fact]
    public async Task Without_a_version_in_the_description_the_first_bytes_pin_it()
    {
        Store.Put("plain", Bytes, etag: null);
        CachedObject plain = Source.Add("plain", Store, Describe("plain"));
        Store.Put("plain", Bytes, "now");
        await Client.GetByteArrayAsync(Source.AddressOf("plain"), Token);
        Assert.Equal("now", plain.ETag);
    }

    [Fact]
    public async Task What_is_read_ahead_in_vain_fails_nobody()
    {
        Store.OnRead = request => request.Offset > 0 ? ReadFault.Denied : null;
        using ObjectReader reader = Object.OpenReader();
        for (long position = 0; position < 65536;)
        {
            using BlockLease lease = await reader.ReadAsync(position, Bytes.Length, Token);

            // In small steps: whole blocks would end before the reader comes near enough to the end of what it asked for.
            position += Math.Min(lease.Bytes.Length, 4096);
        }

        await WaitAsync(() => Store.Reads.Count() > 1);
        Assert.Null(Source.Failure);
        await Assert.ThrowsAsync<ConversionException>(async () => await reader.ReadAsync(65536, Bytes.Length, Token));
    }

    private async Task<byte[]> GetAllAsync(string range)
    {
        using HttpResponseMessage answer = await GetAsync(range);
        return await answer.Content.ReadAsByteArrayAsync(Token);
    }
}

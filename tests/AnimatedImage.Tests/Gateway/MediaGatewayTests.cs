using System.Net;
using AnimatedImage.Gateway;

namespace AnimatedImage.Tests.Gateway;

public sealed class MediaGatewayTests : GatewayBench
{
    [Fact]
    public async Task A_whole_object_comes_with_its_length_and_says_that_ranges_are_understood()
    {
        using HttpResponseMessage answer = await GetAsync(null);
        Assert.Equal((HttpStatusCode.OK, Bytes.Length, "bytes"), (answer.StatusCode, (int)answer.Content.Headers.ContentLength!, answer.Headers.AcceptRanges.Single()));
        Assert.Equal(Bytes, await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(Bytes.Length, Source.BytesRead);
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=0-", 0, 3_000_001)]
    [InlineData("bytes=32767-32768", 32767, 2)]
    [InlineData("bytes=1000000-1999999", 1_000_000, 1_000_000)]
    [InlineData("bytes=-5", 2_999_996, 5)]
    [InlineData("bytes=-99999999999999999999999", 0, 3_000_001)]
    [InlineData("bytes=3000000-99999999999999999999999", 3_000_000, 1)]
    public async Task A_range_is_that_part(string range, int start, int count)
    {
        using HttpResponseMessage answer = await GetAsync(range);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes {start}-{start + count - 1}/{Bytes.Length}", answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal(Bytes[start..(start + count)], await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("bytes=3000001-")]
    [InlineData("bytes=99999999999999999999999-")]
    [InlineData("bytes=-0")]
    public async Task A_range_without_a_byte_is_told(string range)
    {
        using HttpResponseMessage answer = await GetAsync(range);
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, "bytes */3000001"), (answer.StatusCode, answer.Content.Headers.ContentRange!.ToString()));
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=-")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=+1-2")]
    [InlineData("lines=1-2")]
    public async Task What_is_no_range_is_passed_over(string range)
    {
        using HttpResponseMessage answer = await GetAsync(range);
        Assert.Equal((HttpStatusCode.OK, Bytes.Length), (answer.StatusCode, (int)answer.Content.Headers.ContentLength!));
    }

    [Fact]
    public async Task A_head_costs_nothing()
    {
        using HttpResponseMessage answer = await GetAsync("bytes=7-", HttpMethod.Head);
        Assert.Equal((HttpStatusCode.PartialContent, Bytes.Length - 7), (answer.StatusCode, (int)answer.Content.Headers.ContentLength!));
        Assert.Empty(Store.Reads);
    }

    [Theory]
    [InlineData("POST", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", HttpStatusCode.MethodNotAllowed)]
    public async Task Nothing_but_reading_is_allowed(string method, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await GetAsync(null, new HttpMethod(method));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Another_token_path_or_time_finds_nothing()
    {
        string[] wrong =
        [
            Source.Origin.ToString(), Source.Origin + "favicon.ico", Source.Origin + Source.Token, Source.AddressOf(""), Source.AddressOf("other.bin"), Source.AddressOf("object.bin?x"),
            Address.Replace(Source.Token, Source.Token.ToUpperInvariant(), StringComparison.Ordinal), Address.Replace(Source.Token, new string('0', 32), StringComparison.Ordinal),
        ];
        foreach (string address in wrong.Where(address => !address.Contains(Source.Token, StringComparison.Ordinal) || address != Address))
        {
            using HttpResponseMessage answer = await GetAsync(null, address: address);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{address} gave {answer.StatusCode}");
        }

        await using GatewaySource other = Gateway.Register();
        await Source.DisposeAsync();
        using HttpResponseMessage late = await GetAsync(null);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Empty(Store.Reads);
    }

    [Fact]
    public async Task The_port_is_open_only_while_there_is_a_source()
    {
        await Source.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(null));
        await using GatewaySource again = Gateway.Register();
        again.Add("object.bin", Store, Describe("object"));
        Assert.Equal(Bytes, await Client.GetByteArrayAsync(again.AddressOf("object.bin"), Token));
    }

    [Fact]
    public async Task Requests_share_a_connection()
    {
        for (int request = 0; request < 5; request++)
        {
            using HttpResponseMessage answer = await GetAsync("bytes=0-9");
            await answer.Content.ReadAsByteArrayAsync(Token);
        }

        Assert.Equal((1, 1), (Gateway.Connections, Store.Reads.Count()));
    }

    [Fact]
    public async Task Many_readers_of_one_place_cost_one_read_of_the_store()
    {
        Store.OnRead = _ => new ReadFault { Delay = TimeSpan.FromMilliseconds(50) };
        byte[][] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using HttpResponseMessage answer = await GetAsync("bytes=0-999999");
            return await answer.Content.ReadAsByteArrayAsync(Token);
        }));
        Assert.All(all, bytes => Assert.Equal(Bytes[..1_000_000], bytes));
        Assert.InRange(Source.BytesRead, 1_000_000, 1_000_000 + BlockCache.BlockBytes);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_reading()
    {
        HttpResponseMessage answer = await GetAsync(null);
        Stream body = await answer.Content.ReadAsStreamAsync(Token);
        await body.ReadExactlyAsync(new byte[100_000], Token);
        answer.Dispose();
        await WaitAsync(() => Store.OpenReads == 0 && Gateway.Connections == 0);
        Assert.InRange(Source.BytesRead, 100_000, 1_500_000);
    }

    [Fact]
    public async Task A_client_that_goes_away_while_it_waits_ends_the_reading()
    {
        Store.OnRead = _ => new ReadFault { Delay = TimeSpan.FromMinutes(1) };
        using CancellationTokenSource impatience = new();
        Task<byte[]> waiting = Client.GetByteArrayAsync(Address, impatience.Token);
        await WaitAsync(() => Store.Reads.Any());
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await WaitAsync(() => Gateway.Connections == 0);
        Assert.Null(Source.Failure);
    }

    [Fact]
    public async Task A_reader_that_stops_reading_stops_the_store()
    {
        Store.Objects["big"] = MemoryObject.Sparse(1L << 30);
        Source.Add("big", Store, Describe("big"));
        using HttpResponseMessage answer = await GetAsync(null, address: Source.AddressOf("big"));
        Stream body = await answer.Content.ReadAsStreamAsync(Token);
        await body.ReadExactlyAsync(new byte[1000], Token);
        await Task.Delay(300, Token);
        long before = Source.BytesRead;
        await Task.Delay(200, Token);
        Assert.Equal(before, Source.BytesRead);
        Assert.InRange(before, 1000, 8 << 20);
    }
}

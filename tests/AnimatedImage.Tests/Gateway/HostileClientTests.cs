using System.Net.Sockets;
using System.Text;
using AnimatedImage.Gateway;

namespace AnimatedImage.Tests.Gateway;

public sealed class HostileClientTests : GatewayBench
{
    private string Host => Source.Origin.Authority;

    [Theory]
    [InlineData("\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET /\r\n\r\n")]
    [InlineData("GET / HTTP/2\r\n\r\n")]
    [InlineData("GET  HTTP/1.1\r\n\r\n")]
    [InlineData(" / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n: value\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nA : b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nA: b\n c\r\n\r\n")]
    [InlineData("GET /\0 HTTP/1.1\r\n\r\n")]
    [InlineData("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")]
    public async Task Garbage_is_refused_and_the_connection_closed(string garbage)
    {
        string answer = await SayAsync(garbage, finish: false);
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        await WaitAsync(() => Gateway.Connections == 0);
    }

    [Fact]
    public async Task Random_bytes_never_break_the_gateway()
    {
        Random random = new(7);
        string[] parts = ["GET ", "HEAD ", "/", Source.Token, "/object.bin", " HTTP/1.1", " HTTP/1.0", "\r\n", "\r\n\r\n", "Host: ", Host, "Range: bytes=", "-", "1", ",", "\n", "\0", "é", ":", " "];
        for (int round = 0; round < 300; round++)
        {
            StringBuilder text = new();
            for (int part = random.Next(20); part >= 0; part--)
            {
                text.Append(random.Next(4) == 0 ? ((char)random.Next(256)).ToString() : parts[random.Next(parts.Length)]);
            }

            await SayAsync(text.ToString());
        }

        await WaitAsync(() => Gateway.Connections == 0);
        Assert.Equal(Bytes, await Client.GetByteArrayAsync(Address, Token));
    }

    [Fact]
    public async Task A_head_without_end_is_cut_off()
    {
        string answer = await SayAsync("GET / HTTP/1.1\r\nA: " + new string('a', RequestHead.LongestBytes), finish: false);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 431 ", StringComparison.Ordinal), answer);
        await WaitAsync(() => Gateway.Connections == 0);
    }

    [Fact]
    public async Task Too_many_headers_are_refused() => Assert.StartsWith(
        "HTTP/1.1 400 ", await SayAsync($"GET / HTTP/1.1\r\n{string.Concat(Enumerable.Range(0, 100).Select(number => $"A{number}: b\r\n"))}\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task Who_speaks_slowly_or_not_at_all_is_cut_off()
    {
        using TcpClient silent = new(), slow = new();
        await silent.ConnectAsync(Source.Origin.Host, Source.Origin.Port, Token);
        await slow.ConnectAsync(Source.Origin.Host, Source.Origin.Port, Token);
        await WaitAsync(() => Gateway.Connections == 2);
        try
        {
            // A byte now and then must not win time.
            for (int sent = 0; sent < 100 && Gateway.Connections > 0; sent++)
            {
                await slow.GetStream().WriteAsync("A"u8.ToArray(), Token);
                await Task.Delay(50, Token);
            }
        }
        catch (IOException)
        {
            // Cut off, as it should be.
        }

        await WaitAsync(() => Gateway.Connections == 0);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n", "0\r\n\r\n")]
    public async Task A_body_is_not_taken(string header, string body)
    {
        string answer = await SayAsync($"GET /{Source.Token}/object.bin HTTP/1.1\r\nHost: {Host}\r\n{header}\r\n{body}");
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 413 ", StringComparison.Ordinal), answer);
        Assert.Empty(Store.Reads);
    }

    [Theory]
    [InlineData("localhost:{port}")]
    [InlineData("evil.example:{port}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    public async Task A_name_that_leads_here_is_not_ours(string host)
    {
        string port = Source.Origin.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string answer = await SayAsync($"GET /{Source.Token}/object.bin HTTP/1.1\r\nHost: {host.Replace("{port}", port, StringComparison.Ordinal)}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_host_is_not_answered() =>
        Assert.StartsWith("HTTP/1.1 403 ", await SayAsync($"GET /{Source.Token}/object.bin HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "169.254.169.254")]
    [InlineData("http://example.com/a.ts", "example.com")]
    [InlineData("https://127.0.0.1/", "127.0.0.1")]
    [InlineData("*", "")]
    public async Task Who_takes_us_for_a_proxy_gets_no_further(string target, string host)
    {
        string answer = await SayAsync($"GET {target} HTTP/1.1\r\nHost: {(host.Length == 0 ? Host : host)}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_address_of_ours_is_answered() => Assert.StartsWith(
        "HTTP/1.1 206 ", await SayAsync($"GET {Address} HTTP/1.1\r\nHost: {Host}\r\nRange: bytes=0-3\r\nConnection: close\r\n\r\n", finish: false), StringComparison.Ordinal);

    [Fact]
    public async Task Requests_may_come_all_at_once()
    {
        string one = $"GET /{Source.Token}/object.bin HTTP/1.1\r\nHost: {Host}\r\nRange: bytes=0-3\r\n\r\n";
        string answer = await SayAsync(one + one + one.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal), finish: false);
        Assert.Equal(3, answer.Split("HTTP/1.1 206 ").Length - 1);
    }

    [Fact]
    public async Task Connections_are_counted_out()
    {
        await using GatewaySource source = new MediaGateway(new GatewayOptions { MostConnections = 2 }).Register();
        List<TcpClient> clients = [];
        for (int index = 0; index < 4; index++)
        {
            TcpClient client = new();
            await client.ConnectAsync(source.Origin.Host, source.Origin.Port, Token);
            clients.Add(client);
        }

        await Task.Delay(100, Token);
        int closed = clients.Count(client => client.Client.Poll(0, SelectMode.SelectRead));
        clients.ForEach(client => client.Dispose());
        Assert.Equal(2, closed);
    }
}

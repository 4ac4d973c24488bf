using System.Net.Sockets;
using AnimatedImage.Gateway;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Gateway;

/// <summary>A gateway with one object of random bytes behind it.</summary>
public abstract class GatewayBench : IAsyncLifetime
{
    private protected GatewayBench(GatewayOptions? options = null)
    {
        Gateway = new MediaGateway(options ?? new GatewayOptions
        {
            RetryFor = TimeSpan.FromSeconds(2),
            FirstDelay = TimeSpan.FromMilliseconds(5),
            LongestDelay = TimeSpan.FromMilliseconds(40),
            StallLimit = TimeSpan.FromMilliseconds(300),
            HeadLimit = TimeSpan.FromMilliseconds(500),
        });
        Bytes = new byte[3_000_001];
        new Random(4).NextBytes(Bytes);
        Store.Put("object", Bytes);
        Source = Gateway.Register();
        Object = Source.Add("object.bin", Store, Describe("object"));
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };
    }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected MediaGateway Gateway { get; }

    private protected MemoryStore Store { get; } = new();

    private protected GatewaySource Source { get; }

    private protected CachedObject Object { get; }

    private protected HttpClient Client { get; }

    private protected byte[] Bytes { get; }

    private protected string Address => Source.AddressOf("object.bin");

    private protected StoreObject Describe(string key) => Store.DescribeAsync(MemoryStore.At(key), Token).GetAwaiter().GetResult();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Source.DisposeAsync();
        Gateway.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<HttpResponseMessage> GetAsync(string? range, HttpMethod? method = null, string? address = null)
    {
        using HttpRequestMessage request = new(method ?? HttpMethod.Get, address ?? Address);
        if (range is not null)
        {
            request.Headers.TryAddWithoutValidation("Range", range);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    /// <summary>What the gateway answers to these bytes until it closes the connection or says nothing for a while.</summary>
    private protected async Task<string> SayAsync(string text, bool finish = true, int silence = 3000)
    {
        using TcpClient client = new();
        await client.ConnectAsync(Source.Origin.Host, Source.Origin.Port, Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text), Token);
        if (finish)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        using MemoryStream answer = new();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(silence);
        try
        {
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // Closed hard, or silent.
        }

        return System.Text.Encoding.Latin1.GetString(answer.ToArray());
    }

    private protected async Task WaitAsync(Func<bool> until)
    {
        for (int wait = 0; wait < 300 && !until(); wait++)
        {
            await Task.Delay(10, Token);
        }

        Assert.True(until());
    }
}

using System.Globalization;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using AnimatedImage.TestServers;
using AnimatedImage.TestServers.Ceph;
using AnimatedImage.TestServers.Postgres;
using AnimatedImage.TestServers.Proxy;

// Usage: AnimatedImage.TestServers install | serve [--disk] | postgres      See README.md.
try
{
    switch (args)
    {
        case ["install"]:
            await CephTree.FindOrFetchAsync();
            return 0;
        case ["serve", ..]:
            await ServeAsync(onDisk: args.Contains("--disk"));
            return 0;
        case ["postgres"]:
            await ServePostgresAsync();
            return 0;
        default:
            await Console.Error.WriteLineAsync("Usage: AnimatedImage.TestServers install | serve [--disk] | postgres");
            return 2;
    }
}
catch (ServerUnavailableException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 3;
}

static async Task ServeAsync(bool onDisk)
{
    await using CephServer server = await CephServer.StartAsync(onDisk);
    await using FaultProxy proxy = FaultProxy.Start(server.Endpoint);
    Say(new { endpoint = Address(server.Endpoint), proxy = Address(proxy.Endpoint), accessKey = server.AccessKey, secretKey = server.SecretKey });
    using AmazonS3Client client = server.MakeClient();
    while (await Console.In.ReadLineAsync() is { } order)
    {
        try
        {
            Say(await ObeyAsync(order.Split(' ', StringSplitOptions.RemoveEmptyEntries), server, proxy, client));
        }
        catch (Exception exception) when (exception is ArgumentException or AmazonS3Exception or IOException)
        {
            Say(new { error = exception is AmazonS3Exception refusal ? refusal.ErrorCode : exception.Message });
        }
    }
}

static async Task ServePostgresAsync()
{
    await using PostgresServer server = await PostgresServer.StartAsync();
    Say(new { address = $"postgres://{PostgresServer.User}@127.0.0.1:{server.Port}/postgres" });
    while (await Console.In.ReadLineAsync() is { } order)
    {
        switch (order)
        {
            case "stop":
                await server.CrashAsync();
                break;
            case "start":
                await server.RestartAsync();
                break;
        }

        Say(new { });
    }
}

static async Task<object> ObeyAsync(string[] order, CephServer server, FaultProxy proxy, AmazonS3Client client)
{
    switch (order)
    {
        case ["stop"]:
            await server.StopGatewayAsync();
            return new { };
        case ["start"]:
            await server.StartGatewayAsync();
            return new { };
        case ["bucket", string name]:
            await client.PutBucketAsync(name);
            return new { };
        case ["put", string bucket, string key, .. string[] file]:
            await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, FilePath = string.Join(' ', file) });
            return new { };
        case ["keys", string name]:
            return new { keys = await client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = name }).S3Objects.Select(found => found.Key).ToListAsync() };
        case ["uploads", string name]:
            return new { uploads = (await client.ListMultipartUploadsAsync(name)).MultipartUploads?.Count ?? 0 };
        case ["spoil", string fault, .. string[] rest]:
            int times = rest is [string text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
            string? method = rest is [_, string wanted] ? wanted : null;
            proxy.Spoil(Fault.Named(fault), times, request => method is null || request.Method == method);
            return new { };
        case ["requests"]:
            return new
            {
                answerBytes = proxy.AnswerBytes,
                requests = proxy.Requests.Select(request => new { method = request.Method, target = request.Target, range = request.Range }),
            };
        default:
            throw new ArgumentException($"There is no order '{string.Join(' ', order)}'.", nameof(order));
    }
}

static void Say(object answer) => Console.WriteLine(JsonSerializer.Serialize(answer));

static string Address(Uri endpoint) => endpoint.GetLeftPart(UriPartial.Authority);

using System.Text.Json;
using AnimatedImage.TestServers;
using AnimatedImage.TestServers.Ceph;

// Usage: AnimatedImage.TestServers install | serve [--disk]      See README.md.
try
{
    switch (args)
    {
        case ["install"]:
            await CephTree.FindOrFetchAsync();
            return 0;
        case ["serve", ..]:
            await using (CephServer server = await CephServer.StartAsync(onDisk: args.Contains("--disk")))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { endpoint = server.Endpoint.GetLeftPart(UriPartial.Authority), accessKey = server.AccessKey, secretKey = server.SecretKey }));
                while (await Console.In.ReadLineAsync() is { } order)
                {
                    await (order.Trim() switch
                    {
                        "stop" => server.StopGatewayAsync(),
                        "start" => server.StartGatewayAsync(),
                        _ => Task.CompletedTask,
                    });
                    Console.WriteLine("{}");
                }
            }

            return 0;
        default:
            await Console.Error.WriteLineAsync("Usage: AnimatedImage.TestServers install | serve [--disk]");
            return 2;
    }
}
catch (ServerUnavailableException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 3;
}

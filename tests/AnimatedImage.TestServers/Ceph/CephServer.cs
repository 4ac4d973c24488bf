using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace AnimatedImage.TestServers.Ceph;

/// <summary>
/// A real object store: Ceph's monitor, one storage daemon and the S3 gateway, in one temporary folder, on free ports of 127.0.0.1, as
/// any user. Starts in two to three seconds, takes about 130 MB of memory, and is gone with whoever started it.
/// </summary>
public sealed class CephServer : IAsyncDisposable
{
    private readonly CephTree _tree;
    private readonly string _folder = Directory.CreateTempSubdirectory("ai-ceph-").FullName;
    private readonly int[] _ports = FreePorts(3);
    private readonly List<CephDaemon> _daemons = [];
    private CephDaemon? _gateway;

    private CephServer(CephTree tree) => _tree = tree;

    /// <summary>Where it listens; buckets go into the path.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{_ports[0]}");

    /// <summary>The key of the user that owns the buckets.</summary>
    public string AccessKey { get; } = "testkey";

    /// <summary>Its secret, of a shape that a search for it finds nothing else.</summary>
    public string SecretKey { get; } = "tEsTsEcReT0123456789abcdefABCDEFGHIJ/+xy";

    /// <summary>Starts a store.</summary>
    /// <param name="onDisk">False keeps up to 4 GiB in memory; true stores up to 100 GB in a sparse file in the temporary folder.</param>
    /// <param name="hasTemporaryKeys">True issues temporary credentials by its STS (GetSessionToken, AssumeRole).</param>
    /// <exception cref="ServerUnavailableException">It cannot be had or started here; the text says why.</exception>
    public static async Task<CephServer> StartAsync(bool onDisk = false, bool hasTemporaryKeys = false)
    {
        CephTree tree = await CephTree.FindOrFetchAsync();
        for (int attempt = 1; ; attempt++)
        {
            CephServer server = new(tree);
            try
            {
                await server.StartClusterAsync(onDisk, hasTemporaryKeys);
                await server.StartGatewayAsync();
                return server;
            }
            catch (ServerUnavailableException) when (attempt < 3)
            {
                // Somebody else may have taken one of the ports in between.
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts the gateway, or starts it again on the same port after an outage.</summary>
    public async Task StartGatewayAsync()
    {
        if (_gateway is not null)
        {
            return;
        }

        _gateway = Run("radosgw", "-n", "client.rgw", "-f");
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(2) };
        for (DateTime end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(50))
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(Endpoint);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // Not yet.
            }
        }

        throw new ServerUnavailableException($"Ceph's gateway did not start: {LastWords()}");
    }

    /// <summary>Kills the gateway: connections break, nobody listens any more. What was stored stays.</summary>
    public async Task StopGatewayAsync()
    {
        if (_gateway is { } gateway)
        {
            _gateway = null;
            await gateway.DisposeAsync();
        }
    }

    /// <summary>A client of the SDK with the owner's key, for preparing and judging.</summary>
    public AmazonS3Client MakeClient() => new(
        new BasicAWSCredentials(AccessKey, SecretKey),
        new AmazonS3Config
        {
            ServiceURL = Endpoint.AbsoluteUri,
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    /// <summary>Adds a user, who owns nothing.</summary>
    public Task AddUserAsync(string name, string accessKey, string secretKey) =>
        ToolAsync("radosgw-admin", "-n", "client.rgw", "user", "create", "--uid=" + name, "--display-name=" + name, "--access-key=" + accessKey, "--secret-key=" + secretKey, "--caps=roles=*");

    /// <summary>Adds a role that the owner may take on and that may do everything with every bucket.</summary>
    /// <returns>Its ARN.</returns>
    public async Task<string> AddRoleAsync(string name)
    {
        const string trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam:::user/owner"]},"Action":["sts:AssumeRole"]}]}""";
        const string rights = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"arn:aws:s3:::*"}]}""";
        await ToolAsync("radosgw-admin", "-n", "client.rgw", "role", "create", "--role-name=" + name, "--path=/", "--assume-role-policy-doc=" + trust);
        await ToolAsync("radosgw-admin", "-n", "client.rgw", "role-policy", "put", "--role-name=" + name, "--policy-name=all", "--policy-doc=" + rights);
        return "arn:aws:iam:::role/" + name;
    }

    /// <summary>Kills everything and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopGatewayAsync();
        await Task.WhenAll(_daemons.Select(daemon => daemon.DisposeAsync().AsTask()));
        _daemons.Clear();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task StartClusterAsync(bool onDisk, bool hasTemporaryKeys)
    {
        Guid cluster = Guid.NewGuid();
        string disk = Guid.NewGuid().ToString();
        foreach (string part in new[] { "mon", "osd", "run", "log" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, part));
        }

        await File.WriteAllTextAsync(Configuration, CephConfiguration.Write(_folder, _tree, cluster, _ports, onDisk, hasTemporaryKeys));
        string keyring = Path.Combine(_folder, "keyring");
        string map = Path.Combine(_folder, "monmap");
        await ToolAsync("ceph-authtool", keyring, "--create-keyring", "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        await ToolAsync("ceph-authtool", keyring, "--gen-key", "-n", "client.admin", "--cap", "mon", "allow *", "--cap", "osd", "allow *", "--cap", "mgr", "allow *");
        await ToolAsync("ceph-authtool", keyring, "--gen-key", "-n", "client.rgw", "--cap", "mon", "allow *", "--cap", "osd", "allow *");
        await ToolAsync("ceph-authtool", keyring, "--gen-key", "-n", "osd.0", "--cap", "mon", "allow *", "--cap", "osd", "allow *");
        await ToolAsync("monmaptool", "--create", "--clobber", "--fsid", cluster.ToString(), "--addv", "a", $"[v2:127.0.0.1:{_ports[1]},v1:127.0.0.1:{_ports[2]}]", map);
        await ToolAsync("ceph-mon", "--mkfs", "-i", "a", "--monmap", map, "--keyring", keyring);
        _daemons.Add(Run("ceph-mon", "-i", "a", "-f"));

        // One session of the command line for all orders: each start of it takes half a second.
        string orders = string.Join('\n',
            [$"osd new {disk}", .. CephConfiguration.Pools.Select(pool => $"osd pool create {pool} 1 1"), .. CephConfiguration.Pools.Select(pool => $"osd pool application enable {pool} rgw"), ""]);
        Check("ceph", await ProcessRun.CaptureAsync(
            _tree.Python, [_tree.Program("ceph"), "-c", Configuration, "--connect-timeout", "30"], _tree.Environment, _folder, orders));
        await ToolAsync("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk);
        _daemons.Add(Run("ceph-osd", "-i", "0", "-f"));
        await AddUserAsync("owner", AccessKey, SecretKey);
    }

    private string Configuration => Path.Combine(_folder, "ceph.conf");

    private CephDaemon Run(string program, params string[] arguments) => CephDaemon.Start(
        _folder, Path.Combine(_folder, "log", program + ".out"), _tree.Program(program), ["-c", Configuration, .. arguments], _tree.Environment);

    private async Task ToolAsync(string program, params string[] arguments)
    {
        // The two that work on files know no cluster.
        string[] configuration = program is "ceph-authtool" or "monmaptool" ? [] : ["-c", Configuration];
        Check(program, await ProcessRun.CaptureAsync(_tree.Program(program), [.. configuration, .. arguments], _tree.Environment, _folder));
    }

    private static void Check(string program, (int Code, string Output) result)
    {
        if (result.Code != 0)
        {
            throw new ServerUnavailableException($"{program} ended with {result.Code}: {result.Output.Trim()}");
        }
    }

    private string LastWords() => string.Join(" | ", Directory.EnumerateFiles(Path.Combine(_folder, "log"), "*.out")
        .SelectMany(file => File.ReadLines(file).TakeLast(2).Select(line => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {line}"))));

    private static int[] FreePorts(int count)
    {
        // All held at once, so that they differ.
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }
}

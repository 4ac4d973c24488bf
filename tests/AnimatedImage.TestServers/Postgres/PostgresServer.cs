using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AnimatedImage.TestServers.Postgres;

/// <summary>
/// A PostgreSQL server of its own in a temporary folder, as it is by default: every commit is on the disk. It runs as another user than
/// root, listens on this machine only, and ends with this process, also when that is killed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The database user, who may do everything and needs no password.</summary>
    public const string User = "animatedimage";

    private const string SystemUser = "postgres";

    private static readonly TimeSpan _timeToStart = TimeSpan.FromSeconds(60);

    private readonly string _binaries;
    private readonly string _folder;
    private Process? _process;

    private PostgresServer(string binaries, string folder, int port)
    {
        _binaries = binaries;
        _folder = folder;
        Port = port;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a server and waits until it answers.</summary>
    /// <exception cref="ServerUnavailableException">PostgreSQL is not installed, or cannot be started here.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        string binaries = FindBinaries() ?? throw new ServerUnavailableException("PostgreSQL is not installed (Debian: apt-get install postgresql).");
        string folder = Directory.CreateTempSubdirectory("animatedimage-postgres-").FullName;
        PostgresServer server = new(binaries, folder, FreePort());
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            await RequireAsync("chown", [SystemUser, folder]);
        }

        await server.RunAsync("initdb", ["-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C"]);
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Stops it at once, as a crash would.</summary>
    public async Task CrashAsync()
    {
        await RunAsync("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"]);
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again; it recovers what was committed.</summary>
    public Task RestartAsync() => StartProcessAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await CrashAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartProcessAsync()
    {
        string[] arguments = ["-D", Data, "-k", _folder, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "max_connections=200"];
        (string program, string[] all) = AsOther(Path.Combine(_binaries, "postgres"), arguments, endsWithUs: true);
        TaskCompletionSource<Process> started = new();

        // The kernel ends the server with the thread that started it: one that lives as long as the server.
        Thread thread = new(() =>
        {
            Process process = Process.Start(new ProcessStartInfo(program, all) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            started.SetResult(process);
            process.WaitForExit();
        })
        {
            IsBackground = true,
        };
        thread.Start();
        _process = await started.Task;
        Stopwatch watch = Stopwatch.StartNew();
        while ((await CaptureAsync("pg_isready", ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-q"])).Code != 0)
        {
            if (_process.HasExited || watch.Elapsed > _timeToStart)
            {
                throw new ServerUnavailableException("PostgreSQL did not start.");
            }

            await Task.Delay(100);
        }
    }

    private static string? FindBinaries()
    {
        string[] roots = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Program Files/PostgreSQL"];
        string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return roots.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb" + suffix)) && File.Exists(Path.Combine(folder, "pg_isready" + suffix)));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static (string Program, string[] Arguments) AsOther(string program, string[] arguments, bool endsWithUs)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (program, arguments);
        }

        // PostgreSQL refuses to run as root.
        string[] user = Environment.IsPrivilegedProcess ? [$"--reuid={SystemUser}", $"--regid={SystemUser}", "--init-groups"] : [];
        string[] end = endsWithUs ? ["--pdeathsig", "QUIT"] : [];
        return user.Length + end.Length == 0 ? (program, arguments) : ("setpriv", [.. user, .. end, "--", program, .. arguments]);
    }

    private static async Task RequireAsync(string program, string[] arguments)
    {
        (int code, string output) = await ProcessRun.CaptureAsync(program, arguments);
        if (code != 0)
        {
            throw new ServerUnavailableException($"{program} failed: {output.Trim()}");
        }
    }

    private Task<(int Code, string Output)> CaptureAsync(string name, string[] arguments)
    {
        (string program, string[] all) = AsOther(Path.Combine(_binaries, name), arguments, endsWithUs: false);
        return ProcessRun.CaptureAsync(program, all, folder: _folder);
    }

    private async Task RunAsync(string name, string[] arguments)
    {
        (int code, string output) = await CaptureAsync(name, arguments);
        if (code != 0)
        {
            throw new ServerUnavailableException($"{name} failed: {output.Trim()}");
        }
    }
}

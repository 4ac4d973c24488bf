using System.Diagnostics;

namespace AnimatedImage.TestServers.Ceph;

/// <summary>
/// A server process that never outlives us: a shell between us and it reads our end of a pipe, and kills it when the pipe closes,
/// which happens however we end. (The system's own signal for a parent's death follows the thread that forked, and .NET's come and go.)
/// </summary>
internal sealed class CephDaemon : IAsyncDisposable
{
    private const string Guard = """
        log=$1; shift
        "$@" > "$log" 2>&1 < /dev/null &
        while read -r line; do :; done
        kill -9 $! 2> /dev/null
        wait
        """;

    private readonly Process _guard;

    private CephDaemon(Process guard) => _guard = guard;

    /// <summary>Starts a program with its output in a log file.</summary>
    public static CephDaemon Start(string log, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", Guard, "sh", log, program, .. arguments]) { RedirectStandardInput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new CephDaemon(Process.Start(start)!);
    }

    /// <summary>Kills it and waits until it is gone. Nothing is saved: what the tests stored lives in memory.</summary>
    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }
}

using System.Diagnostics;

namespace AnimatedImage.TestServers.Ceph;

/// <summary>
/// A server process that never outlives us: a shell between us and it reads our end of a pipe, and kills it when the pipe closes,
/// which happens however we end; if we did not say goodbye, it removes our folder too. (The system's own signal for a parent's death follows the thread that forked, and .NET's come and go.)
/// </summary>
internal sealed class CephDaemon : IAsyncDisposable
{
    private const string Guard = """
        folder=$1; log=$2; shift 2
        "$@" > "$log" 2>&1 < /dev/null &
        while read -r line; do goodbye=$line; done
        kill -9 $! 2> /dev/null
        wait
        [ -n "$goodbye" ] || { sleep 1; rm -rf "$folder"; }
        """;

    private readonly Process _guard;

    private CephDaemon(Process guard) => _guard = guard;

    /// <summary>Starts a program.</summary>
    /// <param name="folder">What is removed when we are killed.</param>
    /// <param name="log">The file for its output.</param>
    /// <param name="program">Its full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">What is added to the environment.</param>
    public static CephDaemon Start(
        string folder, string log, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", Guard, "sh", folder, log, program, .. arguments]) { RedirectStandardInput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new CephDaemon(Process.Start(start)!);
    }

    /// <summary>Kills it and waits until it is gone. Nothing is saved: what the tests stored lives in memory.</summary>
    public async ValueTask DisposeAsync()
    {
        await _guard.StandardInput.WriteLineAsync("goodbye");
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }
}

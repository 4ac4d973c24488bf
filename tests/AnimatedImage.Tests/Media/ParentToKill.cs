using System.Diagnostics;
using System.Runtime.CompilerServices;
using AnimatedImage.Media;

namespace AnimatedImage.Tests.Media;

/// <summary>
/// This test program once more, as a parent whose only work is one long child: a module initializer sees the variable and never lets
/// the tests begin.
/// </summary>
internal static class ParentToKill
{
    private const string Variable = "ANIMATEDIMAGE_TEST_PARENT";

    /// <summary>Starts the parent; the first line that it prints is its child's process id.</summary>
    public static Process Start()
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "AnimatedImage.Tests")) { RedirectStandardOutput = true };
        start.Environment[Variable] = "1";
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void BeParent()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            return;
        }

        FFmpegProcess child = FFmpegProcess.Start("/bin/sleep", ["600"], ProcessLimits.Default, CancellationToken.None);
        Console.WriteLine(child.Id);
        Thread.Sleep(Timeout.Infinite);
    }
}

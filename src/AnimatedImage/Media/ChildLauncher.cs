using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace AnimatedImage.Media;

/// <summary>
/// Starts child processes so that none outlives us, not even when we are killed: on Linux the kernel is asked to kill the child when
/// its parent dies (<see cref="LinuxWrapper"/>), on Windows a job object does (<see cref="WindowsJob"/>); elsewhere the closing of
/// its pipes ends a child. Nor does one end before we want it: Ctrl+C in the terminal reaches us alone (<see cref="OwnGroup"/>).
/// </summary>
internal static class ChildLauncher
{
    private static readonly Lazy<BlockingCollection<Action>> s_starts = new(StartThread);

    /// <summary>Begins to find out what the first start would wait for, beside whatever the caller does until then.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Task.Run(static () => LinuxWrapper.IsAvailable);
        }
    }

    /// <summary>Starts the process that <paramref name="start"/> describes, within the limits.</summary>
    /// <returns>The process, and on Windows the job that it lives in.</returns>
    public static (Process Process, IDisposable? Job) Start(ProcessStartInfo start, ProcessLimits limits)
    {
        if (OperatingSystem.IsLinux() && LinuxWrapper.TryWrap(start, limits))
        {
            return (OnParentThread(start), null);
        }

        OwnGroup.Lead(start);
        return OperatingSystem.IsWindows() ? StartInJob(start, limits) : (StartHere(start), null);
    }

    internal static Process StartHere(ProcessStartInfo start) =>
        Process.Start(start) ?? throw new InvalidOperationException("No new process was started.");

    // The kernel counts the thread that forked as the parent, not the process: a pool thread that retires would take the child
    // with it. All wrapped children therefore start on one thread that lives as long as the process.
    private static Process OnParentThread(ProcessStartInfo start)
    {
        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        s_starts.Value.Add(() =>
        {
            try
            {
                started.SetResult(StartHere(start));
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> StartThread()
    {
        BlockingCollection<Action> starts = [];
        Thread thread = new(() =>
        {
            foreach (Action start in starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        {
            IsBackground = true,
            Name = "AnimatedImage child processes",
        };
        thread.Start();
        return starts;
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static (Process Process, IDisposable Job) StartInJob(ProcessStartInfo start, ProcessLimits limits)
    {
        WindowsJob job = new(limits.Memory);
        Process? process = null;
        try
        {
            process = StartHere(start);
            job.Assign(process);
            return (process, job);
        }
        catch
        {
            if (process is not null)
            {
                // Outside the job nothing else would end it.
                Kill(process);
                process.Dispose();
            }

            job.Dispose();
            throw;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException)
        {
            // It has ended, or is ending; the failure that led here is the one to tell.
        }
    }
}

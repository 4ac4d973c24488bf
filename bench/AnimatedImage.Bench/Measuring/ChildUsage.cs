using System.Runtime.InteropServices;

namespace AnimatedImage.Bench.Measuring;

/// <summary>Processor time of all ended children and their children, by getrusage(2). One measurement at a time.</summary>
internal static partial class ChildUsage
{
    private const int Children = -1;

    /// <summary>Seconds so far; null on systems without getrusage.</summary>
    public static double? CpuSeconds()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return null;
        }

        // struct rusage begins with two struct timeval (user, system) of two words each; the buffer is larger than any of them.
        Span<long> usage = stackalloc long[36];
        if (GetRUsage(Children, ref MemoryMarshal.GetReference(usage)) != 0)
        {
            return null;
        }

        // macOS' microseconds are 32 bits wide, padded.
        return usage[0] + usage[2] + (((int)usage[1] + (int)usage[3]) / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetRUsage(int who, ref long usage);
}

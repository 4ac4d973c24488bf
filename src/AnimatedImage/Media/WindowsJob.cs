using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AnimatedImage.Media;

/// <summary>
/// A Windows job object: the system kills everything in it when its last handle closes, which happens at the latest when our process
/// ends, however it ends; it also limits the memory of each process in it.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsJob : IDisposable
{
    private const int ExtendedLimitInformation = 9; // JobObjectExtendedLimitInformation
    private const uint KillOnJobClose = 0x2000; // JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
    private const uint ProcessMemory = 0x100; // JOB_OBJECT_LIMIT_PROCESS_MEMORY

    private readonly SafeFileHandle _handle;

    /// <summary>Creates a job.</summary>
    /// <param name="memory">Bytes that each process in it may commit; null = unlimited.</param>
    public WindowsJob(long? memory)
    {
        _handle = CreateJobObject(IntPtr.Zero, null);
        if (_handle.IsInvalid)
        {
            throw new Win32Exception();
        }

        ExtendedLimits limits = default;
        limits.Basic.LimitFlags = KillOnJobClose | (memory is null ? 0 : ProcessMemory);
        limits.ProcessMemoryLimit = checked((nuint)(memory ?? 0));
        if (!SetInformationJobObject(_handle, ExtendedLimitInformation, in limits, Marshal.SizeOf<ExtendedLimits>()))
        {
            Win32Exception failure = new();
            _handle.Dispose();
            throw failure;
        }
    }

    /// <summary>Puts a process into the job. One that has already ended stays outside.</summary>
    public void Assign(Process process)
    {
        if (!AssignProcessToJobObject(_handle, process.SafeHandle) && !process.HasExited)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Kills what still runs in the job.</summary>
    public void Dispose() => _handle.Dispose();

    [LibraryImport("kernel32.dll", EntryPoint = "CreateJobObjectW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateJobObject(IntPtr attributes, string? name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(SafeFileHandle job, int informationClass, in ExtendedLimits information, int length);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    /// <summary>JOBOBJECT_BASIC_LIMIT_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct BasicLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
    }

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with the six counters of IO_COUNTERS in the middle.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public BasicLimits Basic;
        public ulong ReadOperationCount;
        public ulong WriteOperationCount;
        public ulong OtherOperationCount;
        public ulong ReadTransferCount;
        public ulong WriteTransferCount;
        public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}

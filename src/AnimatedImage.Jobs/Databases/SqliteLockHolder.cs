using System.Globalization;

namespace AnimatedImage.Jobs.Databases;

/// <summary>
/// Who keeps a SQLite file locked, as Linux tells it: a process that was stopped in the middle of a write keeps all others waiting until it
/// goes on or ends, and only its number helps.
/// </summary>
internal static class SqliteLockHolder
{
    // The bytes that SQLite locks, in the order PENDING, RESERVED, SHARED (sqlite.org/fileformat2.html, "the lock-byte page").
    private const long FirstLockByte = 0x40000000;
    private const long LastLockByte = FirstLockByte + 511;

    /// <summary>One sentence that names the process; null where it cannot be found out.</summary>
    /// <param name="path">The file's full path.</param>
    public static string? Describe(string path)
    {
        try
        {
            int? holder = File.ReadLines("/proc/locks").Select(Locker).Where(process => process is not null && HasOpen(process.Value, path)).FirstOrDefault();
            return holder is { } process ? Sentence(process) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another system, or the process has ended meanwhile.
            return null;
        }
    }

    /// <summary>The process of a line such as <c>1: POSIX  ADVISORY  WRITE 4711 fe:00:1169 1073741824 1073742335</c>; null for any other lock, and for one that is waited for.</summary>
    internal static int? Locker(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, "POSIX", _, _, string process, _, string first, _]
            && long.TryParse(first, CultureInfo.InvariantCulture, out long start) && start is >= FirstLockByte and <= LastLockByte
            && int.TryParse(process, CultureInfo.InvariantCulture, out int id) && id > 0 && id != Environment.ProcessId ? id : null;
    }

    // The numbers of the file system are not those that a path can be compared with; what the process has open is.
    private static bool HasOpen(int process, string path)
    {
        try
        {
            string file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(open => new FileInfo(open).LinkTarget == file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else's process.
            return false;
        }
    }

    private static string Sentence(int process)
    {
        string status = File.ReadAllText($"/proc/{process}/stat");
        int end = status.LastIndexOf(')');
        string name = status[(status.IndexOf('(', StringComparison.Ordinal) + 1)..end];
        return status[end + 2] is 'T' or 't'
            ? string.Create(CultureInfo.InvariantCulture, $"The process {process} ({name}) holds it and is stopped: let it go on (kill -CONT {process}), or end it (kill -KILL {process}); no job is lost by that.")
            : string.Create(CultureInfo.InvariantCulture, $"The process {process} ({name}) holds it.");
    }
}

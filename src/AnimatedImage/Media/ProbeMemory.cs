using System.Collections.Concurrent;

namespace AnimatedImage.Media;

/// <summary>
/// What files of this machine turned out to be, for the life of the process: ffprobe takes as long to start as a short clip to decode.
/// A file is the same as long as its path, size and time of change are, and that time is well past; what comes from elsewhere and
/// playlists, whose parts change by themselves, are asked each time. Safe to use from many threads.
/// </summary>
internal static class ProbeMemory
{
    private const int Most = 256;

    // A file that is still being written may change twice within one tick of its clock.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(3);

    private static readonly ConcurrentDictionary<Key, MediaInfo> s_known = new();

    /// <summary>The key of a file as it is now, for one ffprobe; null when it must not be remembered.</summary>
    public static Key? KeyOf(string ffprobe, string path)
    {
        FileInfo file = new(path);
        return file.Exists && DateTime.UtcNow - file.LastWriteTimeUtc > s_settled ? new Key(ffprobe, path, file.Length, file.LastWriteTimeUtc) : null;
    }

    /// <summary>What the file was; null when it was not asked yet.</summary>
    public static MediaInfo? Find(Key? key) => key is { } known && s_known.TryGetValue(known, out MediaInfo? media) ? media : null;

    /// <summary>Keeps an answer, unless the file has changed since the key was made.</summary>
    public static void Add(Key? key, MediaInfo media)
    {
        if (key is not { } asked || KeyOf(asked.FFprobe, asked.Path) != asked)
        {
            return;
        }

        if (s_known.Count >= Most)
        {
            s_known.Clear();
        }

        s_known[asked] = media;
    }

    /// <summary>One state of one file.</summary>
    /// <param name="FFprobe">Who was asked.</param>
    /// <param name="Path">The file's path.</param>
    /// <param name="Length">Its bytes.</param>
    /// <param name="Changed">When it was last written.</param>
    internal readonly record struct Key(string FFprobe, string Path, long Length, DateTime Changed);
}

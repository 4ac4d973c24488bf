using System.Collections.Concurrent;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// The multipart uploads of this process that are neither complete nor aborted. A process that ends in good order aborts them; after
/// a crash only the bucket's own rule for incomplete uploads can.
/// </summary>
internal static class OpenUploads
{
    /// <summary>How long the end of the process waits; what hangs longer is left to the bucket's rule.</summary>
    private static readonly TimeSpan _lastWait = TimeSpan.FromSeconds(5);

    private static readonly ConcurrentDictionary<PartedUpload, bool> _open = new();

    static OpenUploads() => AppDomain.CurrentDomain.ProcessExit += (_, _) => AbortAll();

    /// <summary>Remembers an upload.</summary>
    public static void Add(PartedUpload upload) => _open[upload] = true;

    /// <summary>Forgets an upload that is complete or aborted.</summary>
    public static void Remove(PartedUpload upload) => _open.TryRemove(upload, out _);

    private static void AbortAll()
    {
        // On threads of the pool, for the thread that ends the process may hold a context that nobody serves any more.
        Task[] aborts = [.. _open.Keys.Select(upload => Task.Run(upload.AbortAsync))];
        Task.WaitAll(aborts, _lastWait);
    }
}

using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>A playlist's folder on this machine; files are full paths, links are followed.</summary>
/// <param name="path">The playlist's full path.</param>
internal sealed class LocalPlaylistFolder(string path) : IPlaylistFolder
{
    private readonly string _folder = Path.GetDirectoryName(path)!;
    private readonly Lazy<string> _realFolder = new(() => RealPath.Of(Path.GetDirectoryName(path)!));

    /// <inheritdoc/>
    public string Root => path;

    /// <inheritdoc/>
    public string Subject => path;

    /// <inheritdoc/>
    public string? Problem => _folder.AsSpan().ContainsAny('?', '#') ? $"its folder {_folder} has '?' or '#' in its name, which makes relative references ambiguous" : null;

    /// <inheritdoc/>
    public void Expect(IEnumerable<string> references, string current)
    {
    }

    /// <inheritdoc/>
    public (string? File, string? Problem) Resolve(string reference, string shown, string current)
    {
        if (Path.IsPathRooted(reference))
        {
            return (null, $"'{shown}', which is an absolute path");
        }

        string file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(current)!, reference));
        if (!IsInside(file, _folder))
        {
            return (null, $"'{shown}', which lies outside its folder");
        }

        if (!File.Exists(file))
        {
            throw new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"{file} does not exist; the playlist {path} refers to it.", "A playlist needs its segments beside it: copy them too.");
        }

        // Pipes, sockets and devices have no length; to open one could wait for ever.
        string realFile = RealPath.Of(file);
        return !IsInside(realFile, _realFolder.Value) ? (null, $"'{shown}', a link that leads outside its folder")
            : new FileInfo(realFile).Length == 0 ? (null, $"'{shown}', which is empty or not a regular file")
            : (file, null);
    }

    /// <inheritdoc/>
    public Stream Open(string file) => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <inheritdoc/>
    public long BytesOf(string file) => new FileInfo(file).Length;

    /// <inheritdoc/>
    public bool MayBePlaylist(string file, bool isSegment) => true;

    private static bool IsInside(string file, string folder) =>
        file.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

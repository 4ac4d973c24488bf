using System.Text;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>
/// Checks an HLS playlist before ffmpeg sees it: everything that it refers to, through other playlists too, must be a file in its own
/// folder or below, links followed. A playlist is text from strangers that makes a program open what it names.
/// </summary>
internal static class PlaylistGuard
{
    private const int MostPlaylists = 100;
    private const int MostReferences = 100_000;
    private const int LongestPlaylist = 16 << 20;
    private const int LongestReference = 1000;

    // ffmpeg decodes nothing and looks for no escapes in a local reference, except for a backslash in a quoted attribute.
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks the playlist at this full path.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.PlaylistRefused"/> naming the reference; <see cref="ErrorId.PathNotFound"/> when a file is missing.</exception>
    public static PlaylistContent Check(string path)
    {
        try
        {
            return CheckFiles(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException(ErrorId.AccessDenied, FailureKind.Input, $"A file of the playlist {path} cannot be read: {failure.Message.TrimEnd('.')}.", "Check the permissions of the playlist's folder.", failure);
        }
    }

    private static PlaylistContent CheckFiles(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (folder.AsSpan().ContainsAny('?', '#'))
        {
            throw Refuse(path, $"its folder {folder} has '?' or '#' in its name, which makes relative references ambiguous", "Move the playlist and its segments to another folder.");
        }

        string realFolder = RealPath.Of(folder);
        HashSet<string> files = new(StringComparer.Ordinal) { path };
        Queue<string> playlists = new([path]);
        int checkedPlaylists = 0;
        while (playlists.TryDequeue(out string? current))
        {
            if (++checkedPlaylists > MostPlaylists)
            {
                throw Refuse(path, $"it leads to more than {MostPlaylists} playlists", null);
            }

            Playlist playlist = Read(current, path);
            foreach (string reference in playlist.References)
            {
                string file = Resolve(reference, current, folder, realFolder, path);
                if (!files.Add(file))
                {
                    continue;
                }

                if (files.Count > MostReferences)
                {
                    throw Refuse(path, $"it refers to more than {MostReferences} files", null);
                }

                if (IsPlaylist(file))
                {
                    playlists.Enqueue(file);
                }
            }

            if (playlist.ListsSegments)
            {
                PlaylistOpening.Check(playlist, current, reason => Refuse(path, reason, null));
            }
        }

        return new PlaylistContent(files, files.Sum(static file => new FileInfo(file).Length));
    }

    private static Playlist Read(string current, string path)
    {
        if (new FileInfo(current).Length > LongestPlaylist)
        {
            throw Refuse(path, $"{current} is longer than {LongestPlaylist >> 20} MiB", null);
        }

        try
        {
            Playlist playlist = Playlist.Parse(s_strict.GetString(File.ReadAllBytes(current)));
            return !playlist.ListsSegments || playlist.IsFinished
                ? playlist
                : throw Refuse(path, $"{current} is unfinished: it has no line #EXT-X-ENDLIST, so a reader would wait for more", "If the recording is over, add that line at its end.");
        }
        catch (DecoderFallbackException)
        {
            throw Refuse(path, $"{current} is not UTF-8 text", null);
        }
    }

    private static string Resolve(string reference, string current, string folder, string realFolder, string path)
    {
        string shown = reference.Length <= 200 ? reference : reference[..200] + "…";
        shown = FFmpegFailure.Redact(shown);
        int colon = reference.IndexOf(':', StringComparison.Ordinal), slash = reference.IndexOf('/', StringComparison.Ordinal);
        string? problem = reference.Length == 0 ? "an empty reference"
            : reference.Length > LongestReference ? $"a reference longer than {LongestReference} characters ('{shown}')"
            : colon >= 0 && (slash < 0 || colon < slash) ? $"'{shown}', which is an address, not a file beside it"
            : reference[0] == '/' || Path.IsPathRooted(reference) ? $"'{shown}', which is an absolute path"
            : reference.AsSpan().ContainsAny('\\', '?', '#') || reference.Any(char.IsControl) ? $"'{shown}', whose characters could be read in two ways"
            : null;
        if (problem is null)
        {
            string file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(current)!, reference));
            if (!IsInside(file, folder))
            {
                problem = $"'{shown}', which lies outside its folder";
            }
            else if (!File.Exists(file))
            {
                throw new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"{file} does not exist; the playlist {path} refers to it.", "A playlist needs its segments beside it: copy them too.");
            }
            else
            {
                // Pipes, sockets and devices have no length; to open one could wait for ever.
                string realFile = RealPath.Of(file);
                problem = !IsInside(realFile, realFolder) ? $"'{shown}', a link that leads outside its folder"
                    : new FileInfo(realFile).Length == 0 ? $"'{shown}', which is empty or not a regular file"
                    : null;
            }

            if (problem is null)
            {
                return file;
            }
        }

        throw Refuse(path, "it refers to " + problem, "Download everything that the playlist refers to into its folder, with relative names.");
    }

    private static bool IsInside(string file, string folder) =>
        file.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsPlaylist(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] head = new byte[64];
        return LocalSource.KindOf(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false))) == SourceKind.Playlist;
    }

    private static ConversionException Refuse(string path, string reason, string? advice) => new(
        ErrorId.PlaylistRefused, FailureKind.Source, $"The playlist {path} is refused: {reason}.", advice ?? "Get the video as one file, or a playlist from a source that you trust.");
}

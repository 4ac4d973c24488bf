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
            return Check(new LocalPlaylistFolder(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException(ErrorId.AccessDenied, FailureKind.Input, $"A file of the playlist {path} cannot be read: {failure.Message.TrimEnd('.')}.", "Check the permissions of the playlist's folder.", failure);
        }
    }

    /// <summary>Checks the playlist of a folder.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.PlaylistRefused"/> naming the reference; <see cref="ErrorId.PathNotFound"/> when a file is missing.</exception>
    public static PlaylistContent Check(IPlaylistFolder folder)
    {
        if (folder.Problem is { } problem)
        {
            throw Refuse(folder, problem, "Move the playlist and its segments to another folder.");
        }

        HashSet<string> files = new(StringComparer.Ordinal) { folder.Root };
        Queue<string> playlists = new([folder.Root]);
        int checkedPlaylists = 0;
        while (playlists.TryDequeue(out string? current))
        {
            if (++checkedPlaylists > MostPlaylists)
            {
                throw Refuse(folder, $"it leads to more than {MostPlaylists} playlists", null);
            }

            Playlist playlist = Read(folder, current);
            folder.Expect(playlist.References.Where(reference => ProblemOf(reference, reference) is null).Take(MostReferences), current);
            foreach (string reference in playlist.References)
            {
                string file = Resolve(folder, reference, current);
                if (!files.Add(file))
                {
                    continue;
                }

                if (files.Count > MostReferences)
                {
                    throw Refuse(folder, $"it refers to more than {MostReferences} files", null);
                }

                if (folder.MayBePlaylist(file, playlist.ListsSegments) && IsPlaylist(folder, file))
                {
                    playlists.Enqueue(file);
                }
            }

            if (playlist.ListsSegments)
            {
                PlaylistOpening.Check(playlist, reference => (folder, Resolve(folder, reference, current)), current, reason => Refuse(folder, reason, null));
            }
        }

        return new PlaylistContent(files, files.Sum(folder.BytesOf));
    }

    private static Playlist Read(IPlaylistFolder folder, string current)
    {
        if (folder.BytesOf(current) > LongestPlaylist)
        {
            throw Refuse(folder, $"{current} is longer than {LongestPlaylist >> 20} MiB", null);
        }

        try
        {
            using Stream stream = folder.Open(current);
            byte[] bytes = new byte[stream.Length];
            stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            Playlist playlist = Playlist.Parse(s_strict.GetString(bytes));
            return !playlist.ListsSegments || playlist.IsFinished
                ? playlist
                : throw Refuse(folder, $"{current} is unfinished: it has no line #EXT-X-ENDLIST, so a reader would wait for more", "If the recording is over, add that line at its end.");
        }
        catch (DecoderFallbackException)
        {
            throw Refuse(folder, $"{current} is not UTF-8 text", null);
        }
    }

    private static string Resolve(IPlaylistFolder folder, string reference, string current)
    {
        string shown = FFmpegFailure.Redact(reference.Length <= 200 ? reference : reference[..200] + "…");
        string? problem = ProblemOf(reference, shown);
        if (problem is null)
        {
            (string? file, problem) = folder.Resolve(reference, shown, current);
            if (file is not null)
            {
                return file;
            }
        }

        throw Refuse(folder, "it refers to " + problem, "Put everything that the playlist refers to into its folder, with relative names.");
    }

    private static string? ProblemOf(string reference, string shown)
    {
        int colon = reference.IndexOf(':', StringComparison.Ordinal), slash = reference.IndexOf('/', StringComparison.Ordinal);
        return reference.Length == 0 ? "an empty reference"
            : reference.Length > LongestReference ? $"a reference longer than {LongestReference} characters ('{shown}')"
            : colon >= 0 && (slash < 0 || colon < slash) ? $"'{shown}', which is an address, not a file beside it"
            : reference[0] == '/' ? $"'{shown}', which is an absolute path"
            : reference.AsSpan().ContainsAny('\\', '?', '#') || reference.Any(char.IsControl) ? $"'{shown}', whose characters could be read in two ways"
            : null;
    }

    private static bool IsPlaylist(IPlaylistFolder folder, string file)
    {
        using Stream stream = folder.Open(file);
        byte[] head = new byte[64];
        return LocalSource.KindOf(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false))) == SourceKind.Playlist;
    }

    private static ConversionException Refuse(IPlaylistFolder folder, string reason, string? advice) => new(
        ErrorId.PlaylistRefused, FailureKind.Source, $"The playlist {folder.Subject} is refused: {reason}.", advice ?? "Get the video as one file, or a playlist from a source that you trust.");
}

using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>The folder of a playlist, wherever it lives: what a reference in it leads to. Files are told apart by a text of the folder's own.</summary>
internal interface IPlaylistFolder
{
    /// <summary>The playlist that is checked.</summary>
    string Root { get; }

    /// <summary>The playlist as it is shown in messages.</summary>
    string Subject { get; }

    /// <summary>What is wrong with the folder itself; null when nothing is.</summary>
    string? Problem { get; }

    /// <summary>References that will be asked for: a chance to look them up together.</summary>
    void Expect(IEnumerable<string> references, string current);

    /// <summary>The file that a reference leads to, or what is wrong with it.</summary>
    /// <param name="reference">A relative path without a character that could be read in two ways.</param>
    /// <param name="shown">The reference as it may be shown.</param>
    /// <param name="current">The playlist that it stands in.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.PathNotFound"/> when it leads to nothing.</exception>
    (string? File, string? Problem) Resolve(string reference, string shown, string current);

    /// <summary>Opens a file, seekable.</summary>
    Stream Open(string file);

    /// <summary>A file's size.</summary>
    long BytesOf(string file);

    /// <summary>True when a file has to be looked at, because it could be a playlist that is read as one.</summary>
    /// <param name="file">A resolved file.</param>
    /// <param name="isSegment">True when it stands in a playlist of segments.</param>
    bool MayBePlaylist(string file, bool isSegment);
}

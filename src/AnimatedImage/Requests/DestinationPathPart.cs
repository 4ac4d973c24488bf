using System.Buffers;

namespace AnimatedImage.Requests;

/// <summary>Makes a variable's value safe to stand in a path: a source's name comes from somebody else and must not choose the folder.</summary>
internal static class DestinationPathPart
{
    // A key in a bucket may hold a backslash or a colon, which on Windows lead to another folder or drive.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create([.. Path.GetInvalidFileNameChars(), '/', '\\']);

    /// <summary>One segment of a path: separators and what the file system refuses become <c>_</c>, and so does a name of dots alone.</summary>
    public static string FileName(string value)
    {
        string segment = string.Concat(value.Select(character => Unsafe.Contains(character) ? '_' : character));
        return segment.Length > 0 && segment.All(character => character == '.') ? new string('_', segment.Length) : segment;
    }

    /// <summary>A folder on this machine: kept, apart from segments that lead upwards.</summary>
    public static string LocalFolder(string value)
    {
        string[] segments = value.Split(Path.DirectorySeparatorChar);
        return string.Join(Path.DirectorySeparatorChar, segments.Select(segment => IsUpwards(segment) ? FileName(segment) : segment));
    }

    /// <summary>A part of a key in a bucket: a relative path of safe segments.</summary>
    public static string Key(string value) => string.Join('/', value.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(FileName));

    private static bool IsUpwards(string segment) => segment == "..";
}

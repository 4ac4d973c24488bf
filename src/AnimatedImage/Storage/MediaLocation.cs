using System.Diagnostics.CodeAnalysis;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>
/// A place where bytes live: a local path or an object in a store. Immutable; equality is by scheme and path.
/// A text is a URI only when it begins with a known scheme followed by <c>://</c> (or with <c>file:</c>), so that
/// <c>C:\clip.mp4</c> and <c>a:b.mp4</c> stay paths.
/// </summary>
public sealed record MediaLocation
{
    private MediaLocation(LocationScheme scheme, string path)
    {
        Scheme = scheme;
        Path = path;
    }

    /// <summary>Where the bytes live.</summary>
    public LocationScheme Scheme { get; }

    /// <summary>The full local path for files, the whole URI for everything else.</summary>
    public string Path { get; }

    /// <summary>True when the location is a path on this machine.</summary>
    public bool IsLocal => Scheme == LocationScheme.File;

    /// <summary>The last segment: <c>clip.mp4</c>.</summary>
    public string Name => IsLocal ? System.IO.Path.GetFileName(Path) : LastSegment();

    /// <summary>The bucket of an object in a store; null for local files and web addresses.</summary>
    public string? Bucket => IsObject ? Path[Authority..(Path.IndexOf('/', Authority) is >= 0 and int slash ? slash : Path.Length)] : null;

    /// <summary>The key of an object in a store, every character meaning itself; empty for the bucket alone; null for anything else.</summary>
    public string? Key => IsObject ? Path.IndexOf('/', Authority) is >= 0 and int slash ? Path[(slash + 1)..] : "" : null;

    /// <summary>True when the location is an object in a store.</summary>
    public bool IsObject => Scheme is LocationScheme.S3 or LocationScheme.Cos or LocationScheme.Oss;

    /// <summary>A location for a local path; relative paths are taken from the process's current folder.</summary>
    public static MediaLocation FromPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new MediaLocation(LocationScheme.File, System.IO.Path.GetFullPath(path));
    }

    /// <summary>A location for an object in a store.</summary>
    /// <param name="scheme">S3, Cos or Oss.</param>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key, every character meaning itself; empty for the bucket alone.</param>
    public static MediaLocation FromObject(LocationScheme scheme, string bucket, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        ArgumentNullException.ThrowIfNull(key);
        string name = scheme switch
        {
            LocationScheme.S3 => "s3",
            LocationScheme.Cos => "cos",
            LocationScheme.Oss => "oss",
            _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "Not the scheme of a store with buckets."),
        };
        return new MediaLocation(scheme, $"{name}://{bucket}/{key}");
    }

    /// <summary>Reads a path or a URI.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/> when the text is neither.</exception>
    public static MediaLocation Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (TryParseUri(text, out MediaLocation? location))
        {
            return location;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, "A path cannot hold a null character.");
        }

        return FromPath(text);
    }

    /// <summary>Reads <c>file:</c>, <c>s3://</c>, <c>cos://</c>, <c>oss://</c>, <c>http://</c> or <c>https://</c>; false for anything else.</summary>
    public static bool TryParseUri(string text, [NotNullWhen(true)] out MediaLocation? location)
    {
        ArgumentNullException.ThrowIfNull(text);
        location = null;
        if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || !uri.IsFile || uri.LocalPath.Length == 0)
            {
                return false;
            }

            location = FromPath(uri.LocalPath);
            return true;
        }

        int colon = text.IndexOf("://", StringComparison.Ordinal);
        LocationScheme? scheme = colon <= 0 ? null : text[..colon].ToUpperInvariant() switch
        {
            "S3" => LocationScheme.S3,
            "COS" => LocationScheme.Cos,
            "OSS" => LocationScheme.Oss,
            "HTTP" or "HTTPS" => LocationScheme.Http,
            _ => null,
        };
        if (scheme is null)
        {
            return false;
        }

        location = new MediaLocation(scheme.Value, text);
        return true;
    }

    /// <summary>The location as it may be shown: without user information and without a query, where secrets travel.</summary>
    public override string ToString()
    {
        if (IsLocal)
        {
            return Path;
        }

        string shown = Path;
        int query = shown.IndexOfAny(['?', '#']);
        if (Scheme == LocationScheme.Http && query >= 0)
        {
            shown = shown[..query];
        }

        int authority = shown.IndexOf("://", StringComparison.Ordinal) + 3;
        int slash = shown.IndexOf('/', authority);
        int at = shown.LastIndexOf('@', slash < 0 ? shown.Length - 1 : slash);
        return at > authority ? string.Concat(shown.AsSpan(0, authority), shown.AsSpan(at + 1)) : shown;
    }

    private int Authority => Path.IndexOf("://", StringComparison.Ordinal) + 3;

    private string LastSegment()
    {
        string shown = ToString();
        return shown[(shown.LastIndexOf('/') + 1)..];
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.Web;

/// <summary>What a web server's answer says about a file.</summary>
internal static class WebAnswer
{
    /// <summary>
    /// The version: the ETag, weak ones marked as such, else the time of the last change; null when the server gives neither. Compared
    /// in every answer, for many servers ignore conditions in requests.
    /// </summary>
    public static string? Version(HttpResponseMessage answer) => answer.Headers.ETag is { } etag
        ? (etag.IsWeak ? "W/" : "") + etag.Tag.Trim('"')
        : answer.Content.Headers.LastModified is { } changed ? changed.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>The size of the whole file, from <c>Content-Range: bytes 0-0/1234</c> or, for the whole, its length; null when it is not said.</summary>
    public static long? Total(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentRange is { } range ? range.Length : (int)answer.StatusCode == 200 ? answer.Content.Headers.ContentLength : null;

    /// <summary>The file as an answer tells it.</summary>
    public static StoreObject Describe(MediaLocation location, HttpResponseMessage answer, long bytes) => new()
    {
        Location = location,
        Bytes = bytes,
        ETag = Version(answer),
        LastModified = answer.Content.Headers.LastModified,
        ContentType = answer.Content.Headers.ContentType?.MediaType,
    };

    /// <summary>Nothing for an answer that can be used, else the error that it means.</summary>
    public static ConversionException? Failure(MediaLocation location, HttpResponseMessage answer)
    {
        int status = (int)answer.StatusCode;
        string says = $"(HTTP {status})";
        return status switch
        {
            200 or 206 when answer.Content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) =>
                new ConversionException(ErrorId.StorageFailed, FailureKind.Internal, $"The server of {location} sends the file compressed although it was asked not to.", "Download it first."),
            200 or 206 => null,
            404 or 410 => new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"There is no {location} {says}.", "Check the address."),
            401 or 403 or 407 => new ConversionException(
                ErrorId.StorageDenied, FailureKind.Input, $"The server refused {location} {says}.", "Check the right to read it; signed addresses expire."),
            408 or 425 or 429 or >= 500 => new ConversionException(
                ErrorId.StorageFailed, FailureKind.Internal, $"The server of {location} is in trouble or asked too often {says}.", "Try again later.") { IsTransient = true },
            _ => new ConversionException(ErrorId.StorageFailed, FailureKind.Internal, $"The server of {location} gave an answer that cannot be used {says}."),
        };
    }

    /// <summary>A range header; the last byte is included.</summary>
    public static RangeHeaderValue Range(long offset, long count) => new(offset, Math.Min(offset, long.MaxValue - count) + count - 1);
}

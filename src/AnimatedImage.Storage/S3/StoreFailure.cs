using System.Globalization;
using System.Net;
using Amazon.Runtime;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// Turns what the SDK throws into one clear error: bucket, endpoint, status, the provider's code, request id and advice. The SDK's
/// exceptions are never passed on as causes, for they carry answers that repeat parts of the signature.
/// Codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, https://www.tencentcloud.com/document/product/436/7730,
/// https://www.alibabacloud.com/help/en/oss/developer-reference/error-responses.
/// </summary>
/// <param name="profile">The profile in use.</param>
/// <param name="address">Where it leads.</param>
/// <param name="isTemporary">Tells whether the credential in use has a session token, which expires.</param>
internal sealed class StoreFailure(StoreProfile profile, StoreAddress address, Func<bool> isTemporary)
{
    /// <summary>The error for an exception of the SDK.</summary>
    /// <param name="exception">What the SDK threw.</param>
    /// <param name="operation">What was being done.</param>
    /// <param name="location">To what.</param>
    /// <param name="answer">What was noted of the answer.</param>
    public ConversionException Tell(Exception exception, StoreOperation operation, MediaLocation location, StoreAnswer answer)
    {
        if (NetworkFailure.Find<ConversionException>(exception) is { } told)
        {
            return told;
        }

        if (exception is AmazonServiceException { StatusCode: > 0 } refusal)
        {
            return Refused(refusal, operation, location, answer);
        }

        if (NetworkFailure.IsNetwork(exception))
        {
            return NetworkFailure.Tell(exception, $"The store of {location}", address.Endpoint ?? new Uri($"https://s3.{address.Region ?? "us-east-1"}.amazonaws.com"), profile.Proxy);
        }

        return Make(ErrorId.StorageFailed, FailureKind.Internal, $"{Doing(operation, location)} failed with {exception.GetType().Name}", Where(location), null);
    }

    private ConversionException Refused(AmazonServiceException refusal, StoreOperation operation, MediaLocation location, StoreAnswer answer)
    {
        string code = refusal.ErrorCode ?? "";
        string where = $"{Where(location)}, HTTP {(int)refusal.StatusCode}{(IsName(code) ? $" {code}" : "")}"
            + (string.IsNullOrEmpty(refusal.RequestId) ? "" : $", request {refusal.RequestId}");
        string doing = Doing(operation, location);
        HttpStatusCode status = refusal.StatusCode;
        bool writes = operation == StoreOperation.Write;

        ConversionException Input(string id, string what, string advice) => Make(id, FailureKind.Input, what, where, advice);

        if (OtherRegion(status, code, answer) is { } region)
        {
            return Input(ErrorId.InvalidParameter, $"{doing} failed: the bucket {location.Bucket} lies in the region {region}",
                $"Use Set-AnimationStorage {profile.Name} -Region {region}.");
        }

        switch (code)
        {
            case "RequestTimeTooSkewed":
                string skew = answer.ClockAhead is { } ahead ? $"is {Length(ahead)} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the store's" : "differs too much from the store's";
                return Input(ErrorId.StorageDenied, $"{doing} was refused: this machine's clock {skew}", "Set the clock, or let the system keep it by a time server.");
            case "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" or "SecurityTokenExpired":
                return Input(ErrorId.StorageDenied, $"{doing} was refused: the temporary credential has expired", $"Get a new one and give it to the storage profile {profile.Name}.");
            case "SignatureDoesNotMatch":
                return Input(ErrorId.StorageDenied, $"{doing} was refused: the secret key is wrong", $"Check the credential of the storage profile {profile.Name} ({profile.Credential}).");
            case "InvalidAccessKeyId" or "InvalidToken" or "InvalidSecurity" or "InvalidSecurityToken" or "UnrecognizedClientException":
                return Input(ErrorId.StorageDenied, $"{doing} was refused: the store does not know the access key", $"Check the credential of the storage profile {profile.Name} ({profile.Credential}), and that its endpoint is the right one.");
            case "InvalidObjectState":
                return Input(ErrorId.StorageDenied, $"{doing} was refused: the object is archived", "Restore it in the store first.");
            case "NoSuchBucket":
                return Input(ErrorId.BucketNotFound, $"{doing} failed: there is no bucket {location.Bucket}", $"Check the bucket's name, and the region and endpoint of the storage profile {profile.Name}.");
            case "NoSuchKey":
                return NotFound(location, where);
            case "BadDigest" or "InvalidDigest" or "XAmzContentSHA256Mismatch":
                return Make(ErrorId.StorageFailed, FailureKind.Internal, $"{doing} failed: other bytes arrived than were sent", where, "Try again; check proxies and memory when it lasts.", transient: true);
        }

        return (int)status switch
        {
            412 or 409 when writes => Input(ErrorId.DestinationExists, $"{location} exists already, or another writer is just making it", "Use -Force to replace it, or choose another destination."),
            412 => Make(ErrorId.SourceChanged, FailureKind.Source, $"{location} was replaced while it was being read", where, "Convert it again when nobody writes to it."),
            401 or 403 => Input(ErrorId.StorageDenied, $"{doing} was refused", $"Check that the credential of the storage profile {profile.Name} ({profile.Credential}) may {Right(operation)} in this bucket{(isTemporary() ? ", and that its session token has not expired" : "")}."),
            404 when operation != StoreOperation.Write => NotFound(location, where),
            429 => Busy("it is asked too often"),
            503 when code is "SlowDown" or "Throttling" or "ThrottlingException" or "RequestLimitExceeded" or "TooManyRequests" => Busy("it is asked too often"),
            >= 500 => Busy("it has an error of its own"),
            400 when code is "RequestTimeout" => Busy("it waited too long for bytes"),
            _ => Make(ErrorId.StorageFailed, FailureKind.Internal, $"{doing} failed", where, ProviderSays(refusal)),
        };

        ConversionException Busy(string why) => Make(
            ErrorId.StorageFailed, FailureKind.Internal, $"{doing} failed: the store answers that {why}", where, "Try again later, or with fewer conversions at once.", transient: true);
    }

    private static ConversionException NotFound(MediaLocation location, string where)
    {
        // Names of videos end in an extension, names of folders hardly ever.
        string folder = Path.HasExtension(location.Key) ? "" : $" Where it is a folder, name what lies in it: {location.ToString().TrimEnd('/')}/*.";
        return Make(ErrorId.PathNotFound, FailureKind.Input, $"There is no object {location}", where, $"Check the key; upper and lower case differ.{folder}");
    }

    private static ConversionException Make(string id, FailureKind kind, string what, string where, string? advice, bool transient = false) =>
        new(id, kind, $"{what} ({where}).", advice) { IsTransient = transient };

    /// <summary>The store names a region other than the one that was asked. AWS: 301 PermanentRedirect, 400 AuthorizationHeaderMalformed.</summary>
    private string? OtherRegion(HttpStatusCode status, string code, StoreAnswer answer) =>
        (status is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.BadRequest || code == "IllegalLocationConstraintException")
        && answer.BucketRegion is { } region && region != address.Region && IsName(region) ? region : null;

    private string Where(MediaLocation location) =>
        $"bucket {location.Bucket} at {(address.Endpoint is { } endpoint ? endpoint.GetLeftPart(UriPartial.Authority) : $"AWS {address.Region}".TrimEnd())}";

    private static string Doing(StoreOperation operation, MediaLocation location) => operation switch
    {
        StoreOperation.Describe => $"Looking at {location}",
        StoreOperation.List => $"Listing {location}",
        StoreOperation.Write => $"Writing {location}",
        StoreOperation.Delete => $"Removing {location}",
        _ => $"Reading {location}",
    };

    private static string Right(StoreOperation operation) => operation switch
    {
        StoreOperation.List => "list objects",
        StoreOperation.Write => "write objects",
        StoreOperation.Delete => "remove objects",
        _ => "read objects",
    };

    /// <summary>The provider's own words where no code is known; cut where they could begin to repeat the request.</summary>
    private static string? ProviderSays(AmazonServiceException refusal)
    {
        string text = string.Join(' ', (refusal.Message ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        bool repeatsRequest = text.Contains("Signature", StringComparison.OrdinalIgnoreCase) || text.Contains("Credential", StringComparison.OrdinalIgnoreCase)
            || text.Contains("Authorization", StringComparison.OrdinalIgnoreCase) || text.Contains("://", StringComparison.Ordinal);
        return text.Length == 0 || repeatsRequest ? null : $"The store says: {(text.Length > 200 ? text[..200] + "…" : text)}";
    }

    /// <summary>Codes and regions are short names; anything else in their place is a server's free text.</summary>
    private static bool IsName(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static string Length(TimeSpan span)
    {
        TimeSpan length = span.Duration();
        return length.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours} h {length.Minutes} min")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalMinutes} min {length.Seconds} s");
    }
}

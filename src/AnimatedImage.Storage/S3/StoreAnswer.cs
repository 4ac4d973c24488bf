using System.Globalization;
using System.Text.RegularExpressions;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// What the SDK's exceptions leave out of a store's answers: its clock, the bucket's region, how many attempts there were. One per
/// call, found again by the handler below the SDK through the flow of execution.
/// </summary>
internal sealed partial class StoreAnswer
{
    private static readonly AsyncLocal<StoreAnswer?> _current = new();

    /// <summary>The answer that the running call collects; null outside of one.</summary>
    public static StoreAnswer? Current => _current.Value;

    /// <summary>How many requests were sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>By how much the clock that signed is ahead of the store's; null when one of them is unknown.</summary>
    public TimeSpan? ClockAhead { get; private set; }

    /// <summary>The region that the store names for the bucket; null when it names none.</summary>
    public string? BucketRegion { get; private set; }

    /// <summary>True when Ceph's gateway answered.</summary>
    public bool IsCeph { get; private set; }

    /// <summary>Begins a call.</summary>
    public static StoreAnswer Begin() => _current.Value = new StoreAnswer();

    /// <summary>Notes that a request leaves.</summary>
    public void Sending() => Attempts++;

    /// <summary>Notes what an answer says.</summary>
    public void Take(HttpRequestMessage request, HttpResponseMessage answer)
    {
        ClockAhead = SignedAt(request) is { } signed && answer.Headers.Date is { } date ? signed - date : null;
        BucketRegion = answer.Headers.TryGetValues("x-amz-bucket-region", out IEnumerable<string>? regions) ? regions.First() : null;
        IsCeph = answer.Headers.TryGetValues("x-amz-request-id", out IEnumerable<string>? ids) && CephRequestId().IsMatch(ids.First());
    }

    private static DateTimeOffset? SignedAt(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Amz-Date", out IEnumerable<string>? dates)
        && DateTimeOffset.TryParseExact(
            dates.First(), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signed)
            ? signed
            : null;

    // "tx", a number of the request, its second, its instance and its zone (https://docs.ceph.com/en/latest/radosgw/s3/commons/).
    [GeneratedRegex("^tx[0-9a-f]{21}-[0-9a-f]{10}-", RegexOptions.CultureInvariant)]
    private static partial Regex CephRequestId();
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>
/// Tries step by step what a store can do for us. The first step that fails makes those that need it be skipped. What is written is one
/// object of a few bytes under a name that nobody else has, and it is deleted again, however the test ends.
/// </summary>
/// <param name="profile">The profile.</param>
/// <param name="store">Its store.</param>
/// <param name="server">Scheme, host and port that requests go to.</param>
public sealed class StorageTest(StoreProfile profile, IMediaStore store, Uri server)
{
    // What a store answers to a key it does not accept, as against a key that lacks a right.
    private static readonly string[] KeyProblems =
    [
        "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "InvalidSecurity", "TokenRefreshRequired",
        "SecurityTokenExpired", "UnrecognizedClientException", "RequestTimeTooSkewed", "NotSignedUp", "UserDisable",
    ];

    private const string OwnObject = "the test's object";

    private readonly StoreReach _reach = new(server, profile.Proxy);
    private readonly StorageProbe _probe = new(store);
    private string? _bucket;
    private string? _own;

    /// <summary>Runs the steps and tells each as soon as it is known.</summary>
    /// <param name="bucket">The bucket to list, read and write; null skips what needs one.</param>
    /// <param name="prefix">Where in the bucket; empty = at its top.</param>
    /// <param name="mayWrite">False skips writing and deleting.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public async IAsyncEnumerable<StorageTestResult> RunAsync(
        string? bucket, string prefix, bool mayWrite, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        _bucket = bucket;
        StorageTestResult last = await TryAsync(StorageStep.Resolve, _reach.ResolveAsync, cancellationToken).ConfigureAwait(false);
        yield return last;
        if (last.Status == StorageStepStatus.Passed)
        {
            last = await TryAsync(StorageStep.Connect, _reach.ConnectAsync, cancellationToken).ConfigureAwait(false);
            yield return last;
        }

        if (last.Status == StorageStepStatus.Failed || bucket is null)
        {
            bool isFailed = last.Status == StorageStepStatus.Failed;
            foreach (StorageTestResult skipped in Rest(
                last.Step + 1,
                isFailed ? $"Not tried, for {last.Step} failed." : "Not tried, for no bucket was named.",
                isFailed ? null : "Name one with -Bucket."))
            {
                yield return skipped;
            }

            yield break;
        }

        await foreach (StorageTestResult result in TestBucketAsync(bucket, prefix, mayWrite, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private async IAsyncEnumerable<StorageTestResult> TestBucketAsync(
        string bucket, string prefix, bool mayWrite, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MediaLocation top = MediaLocation.FromObject(profile.Scheme, bucket, prefix);
        MediaLocation own = MediaLocation.FromObject(profile.Scheme, bucket, $"{prefix}.animatedimage-test-{Guid.NewGuid():n}");
        bool isWritten = false;
        _own = own.ToString();
        try
        {
            StorageTestResult list = await TryAsync(StorageStep.List, token => _probe.ListAsync(top, token), cancellationToken).ConfigureAwait(false);

            // A key that may only write is told from one that is not accepted by writing.
            StorageTestResult? write = IsAmbiguous(list) && mayWrite ? await WriteAsync().ConfigureAwait(false) : null;
            StorageTestResult key = Authentication(list, isWritten);
            yield return key;
            if (key.Status == StorageStepStatus.Failed)
            {
                foreach (StorageTestResult skipped in Rest(StorageStep.List, "Not tried, for Authenticate failed."))
                {
                    yield return skipped;
                }

                yield break;
            }

            yield return list;
            if (_probe.Found is not null)
            {
                yield return await TryAsync(StorageStep.ReadRange, _probe.ReadFoundAsync, cancellationToken).ConfigureAwait(false);
            }

            write ??= mayWrite ? await WriteAsync().ConfigureAwait(false) : Skipped(StorageStep.Write, "Not tried, for nothing may be written.");
            yield return write;
            if (_probe.Found is null)
            {
                yield return isWritten
                    ? await TryAsync(StorageStep.ReadRange, token => _probe.ReadOwnAsync(own, token), cancellationToken).ConfigureAwait(false)
                    : Skipped(StorageStep.ReadRange, "Not tried, for there is no object to read.");
            }

            if (!isWritten)
            {
                yield return Skipped(StorageStep.Delete, "Not tried, for nothing was written.");
                yield break;
            }

            StorageTestResult delete = await TryAsync(StorageStep.Delete, token => _probe.DeleteAsync(own, token), cancellationToken).ConfigureAwait(false);
            isWritten = false;
            yield return delete.Status == StorageStepStatus.Failed ? delete with { Advice = $"{delete.Advice} Delete '{own}' by hand.".Trim() } : delete;
        }
        finally
        {
            if (isWritten)
            {
                await _probe.CleanAsync(own).ConfigureAwait(false);
            }
        }

        async Task<StorageTestResult> WriteAsync()
        {
            isWritten = true;
            StorageTestResult result = await TryAsync(StorageStep.Write, token => _probe.WriteAsync(own, token), cancellationToken).ConfigureAwait(false);
            isWritten = result.Status == StorageStepStatus.Passed;
            return result;
        }
    }

    private static bool IsKeyRefused(StorageTestResult result) => result.Status == StorageStepStatus.Failed
        && (result.ErrorId == ErrorId.CredentialNotFound || KeyProblems.Any(code => result.Message.Contains(code, StringComparison.Ordinal)));

    // AWS, COS and OSS have codes for keys they do not accept. Others, such as Ceph, answer to a wrong secret as to a missing right.
    private bool IsAmbiguous(StorageTestResult list) =>
        list.ErrorId == ErrorId.StorageDenied && !IsKeyRefused(list) && profile.Provider == StoreProvider.S3Compatible;

    // One request proves both: a store looks at the key before it looks at anything else.
    private StorageTestResult Authentication(StorageTestResult list, bool isProven)
    {
        if (profile.Credential.Kind == CredentialKind.Anonymous)
        {
            return Skipped(StorageStep.Authenticate, "Requests are not signed.");
        }

        if (IsAmbiguous(list) && !isProven)
        {
            return list with
            {
                Step = StorageStep.Authenticate,
                Advice = $"Check access key and secret key first: this store does not say whether they are wrong or lack a right. {list.Advice}",
            };
        }

        return IsKeyRefused(list) || list.ErrorId is ErrorId.StorageUnreachable or ErrorId.StorageFailed
            ? list with { Step = StorageStep.Authenticate }
            : Result(StorageStep.Authenticate, StorageStepStatus.Passed, $"The credential ({profile.Credential}) is accepted.") with { Duration = list.Duration };
    }

    private async Task<StorageTestResult> TryAsync(StorageStep step, Func<CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            string message = await work(cancellationToken).ConfigureAwait(false);
            return Result(step, StorageStepStatus.Passed, WithoutName(message)) with { Duration = watch.Elapsed };
        }
        catch (ConversionException failure)
        {
            return Result(step, StorageStepStatus.Failed, WithoutName(failure.Message), failure.Advice) with { Duration = watch.Elapsed, ErrorId = failure.ErrorId };
        }
    }

    // The name of the test's object says nothing to anybody.
    private string WithoutName(string message) => _own is null ? message
        : message.Replace($"'{_own}'", OwnObject, StringComparison.Ordinal).Replace(_own, OwnObject, StringComparison.Ordinal);

    private IEnumerable<StorageTestResult> Rest(StorageStep first, string message, string? advice = null) =>
        Enumerable.Range((int)first, StorageStep.Delete - first + 1).Select(step => Skipped((StorageStep)step, message, advice));

    private StorageTestResult Skipped(StorageStep step, string message, string? advice = null) => Result(step, StorageStepStatus.Skipped, message, advice);

    private StorageTestResult Result(StorageStep step, StorageStepStatus status, string message, string? advice = null) =>
        new() { Storage = profile.Name, Bucket = _bucket, Step = step, Status = status, Message = message, Advice = advice };
}

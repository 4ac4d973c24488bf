using AnimatedImage.Failures;

namespace AnimatedImage.Storage;

/// <summary>
/// All profiles of a user, and the choice among them: the profile whose bucket pattern fits best serves a location, else the default
/// of its scheme, else the only one of its scheme that is not kept for certain buckets. Immutable.
/// </summary>
public sealed class StoreProfiles
{
    private readonly List<StoreProfile> _all;

    private StoreProfiles(IEnumerable<StoreProfile> profiles) => _all = [.. profiles.OrderBy(profile => profile.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>No profile at all.</summary>
    public static StoreProfiles None { get; } = new([]);

    /// <summary>What serves <c>s3://</c> where the user has no profile for it: AWS, with region and credential from the SDK's own chain.</summary>
    public static StoreProfile Implicit { get; } = new() { Name = "(environment)", Provider = StoreProvider.Aws };

    /// <summary>Every profile, by name.</summary>
    public IReadOnlyList<StoreProfile> All => _all;

    /// <summary>A collection of profiles whose names differ.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/> when two have one name or two are the default of one scheme.</exception>
    public static StoreProfiles Of(IEnumerable<StoreProfile> profiles)
    {
        StoreProfiles made = new(profiles);
        if (made._all.GroupBy(profile => profile.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Invalid($"Two storage profiles are called '{twice.Key}'.", "Rename one of them.");
        }

        if (made._all.Where(profile => profile.IsDefault).GroupBy(profile => profile.Scheme).FirstOrDefault(group => group.Count() > 1) is { } defaults)
        {
            throw Invalid($"Several storage profiles are the default of one scheme: {Names(defaults)}.", "Leave one of them the default.");
        }

        return made;
    }

    /// <summary>The profile of this name in any case; null when there is none.</summary>
    public StoreProfile? Find(string name) => _all.Find(profile => IsCalled(profile, name));

    /// <summary>The profile of this name in any case.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.StorageNotFound"/></exception>
    public StoreProfile Get(string name) => Find(name) ?? throw new ConversionException(
        ErrorId.StorageNotFound,
        FailureKind.Input,
        $"There is no storage profile '{name}'.",
        _all.Count == 0 ? "Make one with New-AnimationStorage." : $"There are: {Names(_all)}.");

    /// <summary>The profile that serves a location in a store.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.StorageNotFound"/> when none does or nothing decides between several.</exception>
    public StoreProfile For(MediaLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        string bucket = location.Bucket ?? throw new ArgumentException("Only objects in stores have profiles.", nameof(location));
        StoreProfile[] able = [.. _all.Where(profile => profile.Scheme == location.Scheme)];
        return ByBucket(able, bucket)
            ?? Array.Find(able, profile => profile.IsDefault)
            ?? (able.Where(profile => profile.Buckets.Count == 0).ToArray() is [{ } only] ? only : null)
            ?? (able.Length == 0 && location.Scheme == LocationScheme.S3 ? Implicit : null)
            ?? throw Unserved(location, able);
    }

    /// <summary>The profile whose bucket pattern fits a location best; null when no pattern fits.</summary>
    public StoreProfile? ForBucket(MediaLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.Bucket is { } bucket ? ByBucket(_all.Where(profile => profile.Scheme == location.Scheme), bucket) : null;
    }

    /// <summary>The same with one profile added or exchanged. Where it is the default of its scheme, no other is any longer.</summary>
    public StoreProfiles With(StoreProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        IEnumerable<StoreProfile> others = _all
            .Where(other => !IsCalled(other, profile.Name))
            .Select(other => profile.IsDefault && other.Scheme == profile.Scheme ? other with { IsDefault = false } : other);
        return new StoreProfiles(others.Append(profile));
    }

    /// <summary>The same without the profile of this name.</summary>
    public StoreProfiles Without(string name) => new(_all.Where(profile => !IsCalled(profile, name)));

    // A name stands before a pattern, and of two patterns the one that says more.
    private static StoreProfile? ByBucket(IEnumerable<StoreProfile> profiles, string bucket) => profiles
        .SelectMany(profile => profile.Buckets.Select(pattern => (Profile: profile, Pattern: pattern)))
        .Where(candidate => BucketPattern.IsMatch(candidate.Pattern, bucket))
        .OrderByDescending(candidate => BucketPattern.Weight(candidate.Pattern))
        .ThenByDescending(candidate => candidate.Profile.IsDefault)
        .Select(candidate => candidate.Profile)
        .FirstOrDefault();

    private static bool IsCalled(StoreProfile profile, string name) => profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Names(IEnumerable<StoreProfile> profiles) => string.Join(", ", profiles.Select(profile => profile.Name));

    private static ConversionException Unserved(MediaLocation location, StoreProfile[] able)
    {
        string scheme = location.Scheme.ToString();
        return able.Length == 0
            ? new ConversionException(
                ErrorId.StorageNotFound,
                FailureKind.Input,
                $"'{location}' cannot be reached: no storage profile serves {scheme.ToLowerInvariant()}://.",
                $"Make one with New-AnimationStorage -Name <name> -Provider {scheme} -Region <region>.")
            : new ConversionException(
                ErrorId.StorageNotFound,
                FailureKind.Input,
                $"'{location}' cannot be reached: none of the storage profiles {Names(able)} is meant for the bucket '{location.Bucket}'.",
                "Name one with -Storage, make one the default with Set-AnimationStorage -Default, or give it the bucket with -Bucket.");
    }

    private static ConversionException Invalid(string message, string advice) => new(ErrorId.InvalidParameter, FailureKind.Input, message, advice);
}

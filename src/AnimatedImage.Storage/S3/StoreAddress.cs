using Amazon;
using Amazon.Runtime;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>Where and how a profile's store is spoken to, the provider's defaults included.</summary>
/// <param name="Endpoint">Scheme, host and port; null leaves it to the SDK's table of AWS regions.</param>
/// <param name="Region">The region in the signature; null leaves it to the chain.</param>
/// <param name="PathStyle">True puts the bucket into the path.</param>
/// <param name="Checksum">When checksums travel.</param>
internal sealed record StoreAddress(Uri? Endpoint, string? Region, bool PathStyle, ChecksumMode Checksum)
{
    /// <summary>What stores without regions expect in the signature.</summary>
    private const string AnyRegion = "us-east-1";

    /// <summary>Joins a profile with what its provider takes for granted.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.InvalidParameter"/> when the provider needs what the profile lacks.</exception>
    public static StoreAddress Of(StoreProfile profile) => profile.Provider switch
    {
        StoreProvider.Aws => new StoreAddress(
            profile.Endpoint, profile.Region, profile.PathStyle ?? false, profile.Checksum ?? ChecksumMode.WhenSupported),

        // https://www.tencentcloud.com/document/product/436/6224: <bucket>-<appid>.cos.<region>.myqcloud.com
        StoreProvider.Cos => Regional(profile, region => $"https://cos.{region}.myqcloud.com", RegionOf(profile, "ap-guangzhou")),

        // https://www.alibabacloud.com/help/en/oss/developer-reference/use-aws-sdks-to-access-oss: <bucket>.s3.oss-<region>.aliyuncs.com,
        // no path style, no chunked encoding; the region of the signature has no "oss-".
        StoreProvider.Oss => Regional(
            profile, region => $"https://s3.oss-{region}.aliyuncs.com", WithoutPrefix(RegionOf(profile, "cn-hangzhou"), "oss-")),

        _ => new StoreAddress(
            profile.Endpoint ?? throw Lacks(profile, "endpoint", "-Endpoint https://HOST:PORT"),
            profile.Region ?? AnyRegion,
            profile.PathStyle ?? true,
            profile.Checksum ?? ChecksumMode.WhenRequired),
    };

    /// <summary>Where AWS answers in a region; null = the region of the chain, as the SDK takes it.</summary>
    public static Uri OfAws(string? region)
    {
        RegionEndpoint endpoint = region is null ? FallbackRegionFactory.GetRegionEndpoint() ?? RegionEndpoint.USEast1 : RegionEndpoint.GetBySystemName(region);
        return new Uri($"https://s3.{endpoint.SystemName}.{endpoint.PartitionDnsSuffix}");
    }

    private static StoreAddress Regional(StoreProfile profile, Func<string, string> endpoint, string region) => new(
        profile.Endpoint ?? new Uri(endpoint(region)), region, profile.PathStyle ?? false, profile.Checksum ?? ChecksumMode.WhenRequired);

    private static string RegionOf(StoreProfile profile, string example) =>
        profile.Region ?? throw Lacks(profile, "region", $"-Region {example} or where the bucket lies");

    private static string WithoutPrefix(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;

    private static ConversionException Lacks(StoreProfile profile, string what, string parameter) => new(
        ErrorId.InvalidParameter,
        FailureKind.Input,
        $"The storage profile {profile.Name} names no {what}, and {profile.Provider} has no default.",
        $"Use Set-AnimationStorage {profile.Name} {parameter}.");
}

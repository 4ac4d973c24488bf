using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

public sealed class StoreProfileRulesTests
{
    private static readonly StoreProfile Sound = new()
    {
        Name = "Ceph_1.prod-eu",
        Provider = StoreProvider.S3Compatible,
        Endpoint = new Uri("https://ceph.example.com:7480"),
        Region = "eu-central-1",
        Proxy = new Uri("http://proxy:3128/"),
        Buckets = ["video-*", "a.b_c?"],
        Credential = new CredentialReference { Kind = CredentialKind.Vault, SecretName = "ceph key" },
    };

    public static TheoryData<string, StoreProfile> Broken => new()
    {
        { "Name", Sound with { Name = "" } },
        { "Name", Sound with { Name = "with space" } },
        { "Name", Sound with { Name = "line\n" } },
        { "Name", Sound with { Name = new string('a', 65) } },
        { "Provider", Sound with { Provider = (StoreProvider)9 } },
        { "Checksum", Sound with { Checksum = (ChecksumMode)9 } },
        { "Region", Sound with { Region = "evil.example.com/" } },
        { "Region", Sound with { Region = "" } },
        { "Bucket", Sound with { Buckets = ["bucket/key"] } },
        { "Bucket", Sound with { Buckets = [""] } },
        { "Endpoint", Sound with { Endpoint = new Uri("ftp://host") } },
        { "Endpoint", Sound with { Endpoint = new Uri("host", UriKind.Relative) } },
        { "Endpoint", Sound with { Endpoint = new Uri("https://key:geheim@host") } },
        { "Endpoint", Sound with { Endpoint = new Uri("https://host/bucket") } },
        { "Endpoint", Sound with { Endpoint = new Uri("https://host/?list-type=2") } },
        { "Endpoint", Sound with { Endpoint = null } },
        { "Proxy", Sound with { Proxy = new Uri("http://me:geheim@proxy") } },
        { "Proxy", Sound with { Proxy = new Uri("socks5://proxy") } },
        { "Region", new() { Name = "cos", Provider = StoreProvider.Cos } },
        { "Region", new() { Name = "oss", Provider = StoreProvider.Oss, Endpoint = new Uri("http://localhost") } },
        { "PathStyle", new() { Name = "oss", Provider = StoreProvider.Oss, Region = "cn-hangzhou", PathStyle = true } },
        { "PathStyle", new() { Name = "cos", Provider = StoreProvider.Cos, Region = "ap-guangzhou", Endpoint = new Uri("https://cos.ap-guangzhou.myqcloud.com"), PathStyle = true } },
        { "SecretName", Sound with { Credential = new() { Kind = CredentialKind.Vault } } },
        { "SecretName", Sound with { Credential = new() { Kind = CredentialKind.Vault, SecretName = "a\nb" } } },
        { "Vault", Sound with { Credential = new() { Kind = CredentialKind.Session, SecretName = "a" } } },
        { "ChainProfile", Sound with { Credential = new() { Kind = CredentialKind.Anonymous, ChainProfile = "a" } } },
    };

    [Fact]
    public void Sound_profiles_pass()
    {
        StoreProfile[] sound =
        [
            Sound,
            new() { Name = "aws", Provider = StoreProvider.Aws },
            new() { Name = "cos", Provider = StoreProvider.Cos, Region = "ap-guangzhou" },
            new() { Name = "oss", Provider = StoreProvider.Oss, Region = "cn-hangzhou", Endpoint = new Uri("https://s3.oss-cn-hangzhou.aliyuncs.com"), PathStyle = false },
            new() { Name = "behind", Provider = StoreProvider.Cos, Region = "ap-guangzhou", Endpoint = new Uri("http://localhost:8080"), PathStyle = true },
        ];
        Assert.All(sound, StoreProfileRules.ThrowIfUnsound);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_its_parameter_and_quotes_no_secret(string parameter, StoreProfile profile)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => StoreProfileRules.ThrowIfUnsound(profile));
        Assert.Equal((ErrorId.InvalidParameter, $"Change {parameter}."), (failure.ErrorId, failure.Advice));
        Assert.DoesNotContain("geheim", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}

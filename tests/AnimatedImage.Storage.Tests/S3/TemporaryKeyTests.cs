using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AnimatedImage.Failures;
using AnimatedImage.Storage.Tests.Servers;
using AnimatedImage.TestServers;
using AnimatedImage.TestServers.Ceph;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>Temporary credentials, issued by a store of their own: where they are on, Ceph calls every refusal AccessDenied.</summary>
public sealed class TemporaryKeyTests
{
    [Fact]
    public async Task A_session_token_opens_the_store_and_not_without_its_secret()
    {
        await using CephServer server = await StartAsync();
        using TestBucket bucket = await TestBucket.CreateAsync(server);
        using AmazonSecurityTokenServiceClient issuer = new(
            new BasicAWSCredentials(server.AccessKey, server.SecretKey),
            new AmazonSecurityTokenServiceConfig { ServiceURL = server.Endpoint.AbsoluteUri, AuthenticationRegion = "us-east-1" });
        AssumeRoleRequest request = new() { RoleArn = await server.AddRoleAsync("converter"), RoleSessionName = "test", DurationSeconds = 900 };
        Credentials issued = (await issuer.AssumeRoleAsync(request, TestContext.Current.CancellationToken)).Credentials;

        using MediaStores stores = bucket.Open(server.Endpoint, new StoreCredential(issued.AccessKeyId, issued.SecretAccessKey, issued.SessionToken));
        byte[] bytes = Bytes.Random(9_000_000);
        await Bytes.WriteAsync(stores.For(bucket.At("a")), bucket.At("a"), bytes);
        Assert.Equal(bytes, await Bytes.ReadAsync(stores.For(bucket.At("a")), bucket.At("a"), 0, bytes.Length));

        using MediaStores refused = bucket.Open(server.Endpoint, new StoreCredential(issued.AccessKeyId, "wRoNgSeCrEt0123456789", issued.SessionToken));
        await Told.ByAsync(ErrorId.StorageDenied, () => StoreAct.Read.DoAsync(refused, bucket.At("a")), issued.SessionToken, "wRoNgSeCrEt0123456789", issued.AccessKeyId);
    }

    private static async Task<CephServer> StartAsync()
    {
        try
        {
            return await CephServer.StartAsync(hasTemporaryKeys: true);
        }
        catch (ServerUnavailableException exception)
        {
            Assert.Skip("NO OBJECT STORE TO TEST AGAINST: " + exception.Message);
            throw;
        }
    }
}

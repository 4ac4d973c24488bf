using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

public sealed class StoreProfileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private StoreProfileFile File => new(_folder.File("settings/storage.json"));

    public static TheoryData<string, string> Unreadable => new()
    {
        { "", "no JSON" },
        { "{", "no JSON" },
        { """{"version":1,"version":1}""", "no JSON" },
        { "[]", "does not say its version" },
        { """{"profiles":[]}""", "does not say its version" },
        { """{"version":"1"}""", "does not say its version" },
        { """{"version":2,"profiles":[]}""", "version 2" },
        { """{"version":1,"stores":[]}""", "'stores'" },
        { """{"version":1,"profiles":{}}""", "no list" },
        { """{"version":1,"profiles":[{}]}""", "no object with a name" },
        { """{"version":1,"profiles":[{"name":"a"}]}""", "names no provider" },
        { """{"version":1,"profiles":[{"name":"a","provider":"aws"}]}""", "member provider of the profile 'a'" },
        { """{"version":1,"profiles":[{"name":"a","provider":"Aws","secretKey":"geheim"}]}""", "'secretKey'" },
        { """{"version":1,"profiles":[{"name":"a","provider":"Aws","region":5}]}""", "member region" },
        { """{"version":1,"profiles":[{"name":"a","provider":"Aws","endpoint":"geheim"}]}""", "member endpoint" },
        { """{"version":1,"profiles":[{"name":"a","provider":"Aws","endpoint":"https://a:geheim@host"}]}""", "user name or password" },
        { """{"version":1,"profiles":[{"name":"a","provider":"Aws"},{"name":"A","provider":"Aws"}]}""", "Two storage profiles" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_file_means_no_profiles() => Assert.Empty(File.Read().All);

    [Fact]
    public void Every_member_comes_back_as_it_was_written()
    {
        StoreProfile[] profiles =
        [
            new()
            {
                Name = "all",
                Provider = StoreProvider.S3Compatible,
                Endpoint = new Uri("https://ceph.example.com:7480"),
                Region = "eu-1",
                PathStyle = false,
                Checksum = ChecksumMode.WhenSupported,
                Proxy = new Uri("http://proxy.example.com:3128"),
                IsDefault = true,
                Buckets = ["video-*", "b"],
                Credential = new() { Kind = CredentialKind.Vault, Vault = "safe", SecretName = "ceph key" },
            },
            new() { Name = "chain", Provider = StoreProvider.Cos, Region = "ap-guangzhou", Credential = new() { ChainProfile = "work" } },
            new() { Name = "open", Provider = StoreProvider.Aws, Credential = new() { Kind = CredentialKind.Anonymous } },
            new() { Name = "plain", Provider = StoreProvider.Aws, Credential = new() { Kind = CredentialKind.Session } },
        ];
        StoreProfiles written = File.Change(_ => StoreProfiles.Of(profiles));
        IReadOnlyList<StoreProfile> read = File.Read().All;
        Assert.Equal(["video-*", "b"], read[0].Buckets);
        Assert.Equal(written.All.Select(WithoutBuckets), read.Select(WithoutBuckets));
        Assert.Equal(["storage.json", "storage.json.lock"], Directory.EnumerateFiles(_folder.File("settings")).Select(Path.GetFileName).Order());

        static StoreProfile WithoutBuckets(StoreProfile profile) => profile with { Buckets = Array.Empty<string>() };
    }

    [Fact]
    public void The_text_is_one_that_people_can_read()
    {
        File.Change(profiles => profiles.With(new() { Name = "ceph", Provider = StoreProvider.S3Compatible, Endpoint = new Uri("http://ceph:7480"), Buckets = ["b"] }));
        Assert.Equal(
            """
            {
              "version": 1,
              "profiles": [
                {
                  "name": "ceph",
                  "provider": "S3Compatible",
                  "endpoint": "http://ceph:7480",
                  "bucket": [
                    "b"
                  ],
                  "credential": "Chain"
                }
              ]
            }

            """,
            System.IO.File.ReadAllText(File.Path));
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_not_understood_is_named_and_left_alone(string json, string expected)
    {
        Directory.CreateDirectory(_folder.File("settings"));
        System.IO.File.WriteAllText(File.Path, json);
        ConversionException failure = Assert.Throws<ConversionException>(() => File.Change(profiles => profiles.Without("a")));
        Assert.Equal(ErrorId.InvalidParameter, failure.ErrorId);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(File.Path, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(json, System.IO.File.ReadAllText(File.Path));
    }

    [Fact]
    public void A_change_that_fails_changes_nothing_and_lets_the_next_one_in()
    {
        File.Change(profiles => profiles.With(StoreProfiles.Implicit with { Name = "aws" }));
        Assert.Throws<InvalidOperationException>(() => File.Change(_ => throw new InvalidOperationException()));
        Assert.Equal("aws", Assert.Single(File.Change(profiles => profiles).All).Name);
    }

    [Fact]
    public async Task Many_writers_lose_nothing()
    {
        string[] names = [.. Enumerable.Range(0, 40).Select(number => FormattableString.Invariant($"p{number}"))];
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (name, _) =>
        {
            // Readers in between see a whole file.
            File.Change(profiles => profiles.With(StoreProfiles.Implicit with { Name = name }));
            Assert.NotNull(File.Read().Find(name));
            return ValueTask.CompletedTask;
        });
        Assert.Equal(names.Order(), File.Read().All.Select(profile => profile.Name).Order());
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

public sealed class StoreChoiceTests
{
    private static readonly StoreProfiles Profiles = StoreProfiles.Of(
    [
        new() { Name = "aws", Provider = StoreProvider.Aws, IsDefault = true },
        new() { Name = "ceph", Provider = StoreProvider.S3Compatible, Endpoint = new Uri("http://ceph:7480") },
        new() { Name = "minio", Provider = StoreProvider.S3Compatible, Endpoint = new Uri("http://minio:9000"), Buckets = ["previews"] },
        new() { Name = "cos", Provider = StoreProvider.Cos, Region = "ap-guangzhou" },
    ]);

    [Theory]
    [InlineData(null, null, "s3://videos/a.mp4", "aws")]
    [InlineData("ceph", null, "s3://videos/a.mp4", "ceph")]
    [InlineData("ceph", null, "s3://videos/a.gif", "ceph")]
    [InlineData("ceph", null, "s3://other/a.gif", "ceph")]
    [InlineData("ceph", null, "s3://previews/a.gif", "minio")]
    [InlineData("ceph", null, "cos://previews-125/a.gif", "cos")]
    [InlineData("ceph", "aws", "s3://videos/a.mp4", "ceph")]
    [InlineData("ceph", "aws", "s3://videos/a.gif", "aws")]
    [InlineData("ceph", "aws", "s3://previews/a.gif", "aws")]
    [InlineData(null, "ceph", "s3://videos/a.mp4", "aws")]
    [InlineData(null, "ceph", "s3://other/a.gif", "ceph")]
    [InlineData(null, null, "s3://other/a.gif", "aws")]
    [InlineData(null, "ceph", "cos://previews-125/a.gif", "cos")]
    public void Source_and_outputs_are_served_as_named(string? storage, string? destinationStorage, string location, string expected)
    {
        StoreChoice choice = new(Profiles, MediaLocation.Parse("s3://videos/a.mp4"), storage, destinationStorage);
        Assert.Equal(expected, choice.For(MediaLocation.Parse(location)).Name);
    }

    [Fact]
    public void A_local_source_lends_its_named_profile_to_the_outputs()
    {
        StoreChoice choice = new(Profiles, MediaLocation.Parse("clip.mp4"), "ceph");
        Assert.Equal("ceph", choice.For(MediaLocation.Parse("s3://other/a.gif")).Name);
        Assert.Equal("cos", choice.For(MediaLocation.Parse("cos://other-125/a.gif")).Name);
    }

    [Fact]
    public void A_profile_of_another_scheme_and_one_that_is_missing_are_refused()
    {
        MediaLocation source = MediaLocation.Parse("s3://videos/a.mp4");
        Assert.Equal(ErrorId.ContradictoryParameters, Assert.Throws<ConversionException>(() => new StoreChoice(Profiles, source, "cos")).ErrorId);
        Assert.Equal(ErrorId.StorageNotFound, Assert.Throws<ConversionException>(() => new StoreChoice(Profiles, source, "none")).ErrorId);
        Assert.Equal(ErrorId.StorageNotFound, Assert.Throws<ConversionException>(() => new StoreChoice(Profiles, source, null, "none")).ErrorId);
    }
}

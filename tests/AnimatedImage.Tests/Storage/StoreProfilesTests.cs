using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

public sealed class StoreProfilesTests
{
    private static readonly StoreProfiles Several = StoreProfiles.Of(
    [
        new() { Name = "ceph", Provider = StoreProvider.S3Compatible, Endpoint = new Uri("http://ceph:7480"), Buckets = ["video-*", "archive"] },
        new() { Name = "aws", Provider = StoreProvider.Aws, IsDefault = true },
        new() { Name = "minio", Provider = StoreProvider.S3Compatible, Endpoint = new Uri("http://minio:9000"), Buckets = ["video-raw-?", "arch*"] },
        new() { Name = "oss", Provider = StoreProvider.Oss, Region = "cn-hangzhou" },
        new() { Name = "cos-a", Provider = StoreProvider.Cos, Region = "ap-guangzhou" },
        new() { Name = "cos-b", Provider = StoreProvider.Cos, Region = "ap-beijing" },
    ]);

    [Theory]
    [InlineData("s3://other/a.mp4", "aws")]
    [InlineData("s3://video-2026/a.mp4", "ceph")]
    [InlineData("s3://video-raw-1/a.mp4", "minio")]
    [InlineData("s3://archive/a.mp4", "ceph")]
    [InlineData("s3://archives", "minio")]
    [InlineData("s3://Video-2026/a.mp4", "aws")]
    [InlineData("oss://any/a.mp4", "oss")]
    public void The_best_pattern_serves_then_the_default_then_the_only_one(string location, string expected) =>
        Assert.Equal(expected, Several.For(MediaLocation.Parse(location)).Name);

    [Fact]
    public void Nothing_is_guessed_between_several()
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => Several.For(MediaLocation.Parse("cos://bucket-125/a.mp4")));
        Assert.Equal(ErrorId.StorageNotFound, failure.ErrorId);
        Assert.Contains("cos-a, cos-b", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-Storage", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_profile_s3_is_aws_and_the_others_say_what_to_make()
    {
        Assert.Same(StoreProfiles.Implicit, StoreProfiles.None.For(MediaLocation.Parse("s3://bucket/a.mp4")));
        ConversionException failure = Assert.Throws<ConversionException>(() => StoreProfiles.None.For(MediaLocation.Parse("oss://bucket/a.mp4")));
        Assert.Equal(ErrorId.StorageNotFound, failure.ErrorId);
        Assert.Contains("New-AnimationStorage", failure.Advice, StringComparison.Ordinal);
        StoreProfiles elsewhere = StoreProfiles.Of([Several.Get("ceph")]);
        Assert.Throws<ConversionException>(() => elsewhere.For(MediaLocation.Parse("s3://other/a.mp4")));
    }

    [Fact]
    public void Names_are_found_in_any_case_and_a_missing_one_names_the_others()
    {
        Assert.Equal("ceph", Several.Get("CEPH").Name);
        ConversionException failure = Assert.Throws<ConversionException>(() => Several.Get("none"));
        Assert.Equal(ErrorId.StorageNotFound, failure.ErrorId);
        Assert.Contains("aws, ceph, cos-a, cos-b, minio, oss", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_default_takes_the_place_of_the_old_one_of_its_scheme()
    {
        StoreProfiles changed = Several.With(Several.Get("cos-b") with { IsDefault = true }).With(Several.Get("minio") with { IsDefault = true });
        Assert.Equal(["cos-b", "minio"], changed.All.Where(profile => profile.IsDefault).Select(profile => profile.Name));
        Assert.Equal("minio", changed.For(MediaLocation.Parse("s3://other/a.mp4")).Name);
        Assert.Equal(6, changed.All.Count);
        Assert.Null(changed.Without("MINIO").Find("minio"));
    }

    [Fact]
    public void Two_of_one_name_or_two_defaults_are_refused()
    {
        StoreProfile aws = Several.Get("aws");
        Assert.Contains("'aws'", Assert.Throws<ConversionException>(() => StoreProfiles.Of([aws, aws with { Name = "AWS" }])).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default", Assert.Throws<ConversionException>(() => StoreProfiles.Of([aws, aws with { Name = "two" }])).Message, StringComparison.Ordinal);
    }
}

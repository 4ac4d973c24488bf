using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Requests;

public class RequestJsonTests
{
    [Fact]
    public void Writes_what_is_set_in_the_words_of_the_parameters()
    {
        var request = new ConversionRequest
        {
            Source = MediaLocation.Parse("s3://bucket/clip.mp4"),
            Formats = [OutputFormat.Gif, OutputFormat.WebP],
            Clip = new() { StartTime = TimePosition.Parse("10%"), Duration = TimePosition.Parse("2.5") },
            Sampling = new() { Interval = 0.5 },
            Playback = new() { PlayMode = PlayMode.Boomerang, PlayCount = 3 },
            Size = new() { Width = FrameDimension.Parse("480"), Padding = Padding.Blur },
            Limits = new() { Timeout = TimeSpan.FromMinutes(5) },
            Force = true,
        };
        Assert.Equal(
            """{"version":1,"source":"s3://bucket/clip.mp4","format":["Gif","WebP"],"startTime":"10%","duration":"2.5","sampleInterval":0.5,"playMode":"Boomerang","playCount":3,"width":"480","padding":"Blur","timeout":"00:05:00","force":true}""",
            RequestJson.Write(request));
        Assert.Equal("""{"version":1}""", RequestJson.Write(new ConversionRequest()));
        Assert.Equal("{\n  \"version\": 1,\n  \"force\": true\n}", RequestJson.Write(new ConversionRequest { Force = true }, indented: true));
    }

    [Fact]
    public void Every_request_reads_back_as_itself()
    {
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            ConversionRequest request = RandomRequest.Create(random);
            string json = RequestJson.Write(request, indented: random.Next(2) == 0);
            ConversionRequest read = RequestJson.Read(json);
            Assert.Equal(request, read);
            Assert.Equal(RequestJson.Write(request), RequestJson.Write(read));
        }
    }

    [Fact]
    public void Every_member_has_a_place_and_a_name_of_its_own()
    {
        // A random request sets every member sooner or later; one that were missing from the table would not read back.
        Assert.Equal(RequestMembers.All.Count, RequestMembers.All.Select(member => member.Name).Distinct().Count());
        int members = new[] { typeof(ClipRange), typeof(Sampling), typeof(Playback), typeof(FrameSize), typeof(PictureOptions), typeof(SizeBudget), typeof(ConversionLimits), typeof(ObjectOptions) }
            .Sum(type => type.GetProperties().Count(property => property.SetMethod is { IsPublic: true }));
        Assert.Equal(members + 7, RequestMembers.All.Count);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "no object")]
    [InlineData("{}", "version")]
    [InlineData("""{"version":"1"}""", "version")]
    [InlineData("""{"version":0}""", "version")]
    [InlineData("""{"version":2,"startTime":"1"}""", "version 2")]
    [InlineData("""{"version":1,"strat":"1"}""", "'strat'")]
    [InlineData("""{"version":1,"StartTime":"1"}""", "'StartTime'")]
    [InlineData("""{"version":1,"speed":1,"speed":2}""", "speed")]
    [InlineData("""{"version":1,"startTime":"1,5"}""", "startTime")]
    [InlineData("""{"version":1,"startTime":5}""", "startTime")]
    [InlineData("""{"version":1,"segment":"1-2"}""", "segment")]
    [InlineData("""{"version":1,"segment":["1-2",3]}""", "segment")]
    [InlineData("""{"version":1,"segment":[null]}""", "segment")]
    [InlineData("""{"version":1,"quality":"80"}""", "quality")]
    [InlineData("""{"version":1,"quality":80.5}""", "quality")]
    [InlineData("""{"version":1,"quality":99999999999}""", "quality")]
    [InlineData("""{"version":1,"speed":1e999}""", "speed")]
    [InlineData("""{"version":1,"timeout":"five minutes"}""", "timeout")]
    [InlineData("""{"version":1,"timeout":"99999999.00:00:00"}""", "timeout")]
    [InlineData("""{"version":1,"playMode":"Backwards"}""", "playMode")]
    [InlineData("""{"version":1,"playMode":"1"}""", "playMode")]
    [InlineData("""{"version":1,"source":""}""", "source")]
    [InlineData("""{"version":1,"force":"yes"}""", "force")]
    [InlineData("""{"version":1,"crop":[[[[[[1]]]]]]}""", "no JSON")]
    public void Refuses_what_it_does_not_understand(string json, string saying)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => RequestJson.Read(json));
        Assert.Equal((ErrorId.InvalidParameter, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains(saying, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Advice);
    }

    [Fact]
    public void Reads_what_people_write()
    {
        ConversionRequest request = RequestJson.Read("""{ "format": ["gif", "png"], "playMode": "reverse", "width": "0.5", "endTime": null, "version": 1 }""");
        Assert.Equal([OutputFormat.Gif, OutputFormat.Apng], request.Formats);
        Assert.Equal((PlayMode.Reverse, FrameDimension.Parse("50%"), null), (request.Playback.PlayMode, request.Size.Width, request.Clip.EndTime));
        ConversionException failure = Assert.Throws<ConversionException>(() => RequestJson.Read("""{"version":1,"format":["mp4"]}"""));
        Assert.Equal(ErrorId.UnknownFormat, failure.ErrorId);
    }
}

using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Requests;

public class ConversionRequestOverTests
{
    /// <summary>Template, call, both merged; as JSON without its version.</summary>
    public static TheoryData<string, string, string> Merges { get; } = new()
    {
        { "", "", "" },
        { """ "quality":50 """, "", """ "quality":50 """ },
        { """ "quality":50 """, """ "quality":60 """, """ "quality":60 """ },
        { """ "quality":50,"width":"480" """, """ "height":"200" """, """ "quality":50,"width":"480","height":"200" """ },
        { """ "force":true """, "", """ "force":true """ },

        // What the call says displaces what contradicts it.
        { """ "endTime":"5" """, """ "duration":"2" """, """ "duration":"2" """ },
        { """ "duration":"2" """, """ "endTime":"5" """, """ "endTime":"5" """ },
        { """ "endTime":"5" """, """ "trimEnd":"2" """, """ "trimEnd":"2" """ },
        { """ "duration":"2","trimEnd":"1" """, """ "endTime":"5" """, """ "endTime":"5" """ },
        { """ "duration":"2" """, """ "trimEnd":"1" """, """ "duration":"2","trimEnd":"1" """ },
        { """ "startTime":"1","duration":"2","strict":true """, """ "segment":["1-2"] """, """ "segment":["1-2"],"strict":true """ },
        { """ "segment":["1-2"] """, """ "startTime":"1" """, """ "startTime":"1" """ },
        { """ "sampleInterval":1 """, """ "frameCount":5 """, """ "frameCount":5 """ },
        { """ "keyFrameOnly":true """, """ "sampleRate":5 """, """ "sampleRate":5 """ },
        { """ "keyFrameOnly":true """, """ "keyFrameOnly":false """, """ "keyFrameOnly":false """ },
        { """ "keyFrameOnly":true,"frameAccuracy":"Fast" """, """ "sampleRate":5 """, """ "sampleRate":5,"frameAccuracy":"Fast" """ },
        { """ "sampleInterval":9,"frameAccuracy":"Fast" """, """ "frameAccuracy":"Exact" """, """ "sampleInterval":9,"frameAccuracy":"Exact" """ },
        { """ "sampleInterval":1 """, """ "keyFrameOnly":false """, """ "sampleInterval":1,"keyFrameOnly":false """ },
        { """ "sampleInterval":1,"frameRate":10 """, """ "speed":2 """, """ "sampleInterval":1,"speed":2 """ },
        { """ "sampleInterval":1,"speed":2 """, """ "frameRate":10 """, """ "sampleInterval":1,"frameRate":10 """ },
        { """ "sampleInterval":1 """, """ "frameRate":10,"speed":2 """, """ "frameRate":10,"speed":2 """ },
        { """ "frameRate":10,"speed":2 """, """ "sampleInterval":1 """, """ "sampleInterval":1,"frameRate":10 """ },
        { """ "frameRate":10 """, """ "speed":2 """, """ "frameRate":10,"speed":2 """ },
        { """ "loopCrossfade":1 """, """ "playMode":"Boomerang" """, """ "playMode":"Boomerang" """ },
        { """ "playMode":"Boomerang" """, """ "loopCrossfade":1 """, """ "loopCrossfade":1 """ },
        { """ "playMode":"Reverse" """, """ "loopCrossfade":1 """, """ "playMode":"Reverse","loopCrossfade":1 """ },
        { """ "longSide":480 """, """ "width":"100" """, """ "width":"100" """ },
        { """ "scale":0.5 """, """ "width":"100" """, """ "width":"100" """ },
        { """ "width":"100","height":"100" """, """ "shortSide":50 """, """ "shortSide":50 """ },
        { """ "width":"100","longSide":5 """, """ "scale":0.5 """, """ "scale":0.5 """ },
        { """ "longSide":480 """, """ "shortSide":50 """, """ "longSide":480,"shortSide":50 """ },
        { """ "scaleType":"Fill","padding":"Blur" """, """ "scaleType":"Crop" """, """ "scaleType":"Crop" """ },
        { """ "scaleType":"Crop" """, """ "padding":"Blur" """, """ "padding":"Blur" """ },
        { """ "scaleType":"Fill" """, """ "padding":"Blur" """, """ "scaleType":"Fill","padding":"Blur" """ },
        { """ "format":["Gif"],"colors":16 """, """ "format":["WebP"] """, """ "format":["WebP"] """ },
        { """ "format":["WebP"],"lossless":true """, """ "format":["Gif"] """, """ "format":["Gif"] """ },
        { """ "format":["Gif"],"dither":0.5 """, """ "destination":"x.webp" """, """ "destination":"x.webp" """ },
        { """ "format":["WebP"] """, """ "destination":"{name}{autoext}" """, """ "destination":"{name}{autoext}","format":["WebP"] """ },
    };

    [Theory]
    [MemberData(nameof(Merges))]
    public void The_call_wins_over_the_template(string template, string call, string merged)
    {
        ConversionRequest result = Read(call).Over(Read(template));
        Assert.Equal(RequestJson.Write(Read(merged)), RequestJson.Write(result));
        Assert.Empty(result.Check());
    }

    [Fact]
    public void A_budget_takes_its_order_from_the_template()
    {
        var template = new ConversionRequest { Budget = new() { MaxSize = 500_000, Priority = [SizePriority.FrameRate] } };
        Assert.Equal(template.Budget, new ConversionRequest().Over(template).Budget);
        ConversionRequest merged = new ConversionRequest { Budget = new() { MaxSize = 1_000_000 } }.Over(template);
        Assert.Equal(1_000_000, merged.Budget.MaxSize);
        Assert.Equal([SizePriority.FrameRate], merged.Budget.Priority);
    }

    [Fact]
    public void Over_nothing_nothing_changes()
    {
        var random = new Random(8);
        for (int round = 0; round < 200; round++)
        {
            ConversionRequest request = RandomRequest.Create(random);
            Assert.Equal(request, request.Over(new ConversionRequest()));
            Assert.Equal(request, request.Over(request.Over(new ConversionRequest())) with { Formats = request.Formats });
        }
    }

    [Fact]
    public void A_sound_call_over_a_sound_template_is_sound_as_far_as_it_can_be()
    {
        var random = new Random(9);
        int merged = 0;
        for (int round = 0; round < 200_000 && merged < 300; round++)
        {
            ConversionRequest call = Sparse(random);
            ConversionRequest template = Sparse(random);
            if (call.Check().Count == 0 && template.Check().Count == 0)
            {
                merged++;

                // Values that only together are wrong (an end before a start, a long side below the short one) cannot be displaced.
                string[] together = ["EndTime", "LongSide", "Destination", "Lossless", "Colors", "Dither", "Matte"];
                Assert.DoesNotContain(call.Over(template).Check(), problem => !together.Contains(problem.Parameter));
            }
        }

        Assert.Equal(300, merged);
    }

    [Fact]
    public void Defaults_are_filled_in_and_mean_the_same()
    {
        ConversionRequest filled = new ConversionRequest { Source = MediaLocation.FromPath("clip.mp4") }.WithDefaults();
        Assert.Equal(
            """{"version":1,"format":["Gif"],"startTime":"0","strict":false,"keyFrameOnly":false,"frameAccuracy":"Exact","speed":1,"playMode":"Forward","endDelay":0,"loopCrossfade":0,"playCount":0,"scaleType":"Fit","allowUpscale":false,"quality":80,"lossless":false,"colors":256,"maxFrame":3600,"maxPixel":268435456,"timeout":"00:30:00"}""",
            RequestJson.Write(filled with { Source = null }));
        Assert.Equal(filled, filled.WithDefaults());
        Assert.Equal([OutputFormat.WebP], new ConversionRequest { Destination = "{name}.webp" }.WithDefaults().Formats);
        Assert.Equal(Padding.Black, new ConversionRequest { Size = new() { ScaleType = ScaleType.Fill } }.WithDefaults().Size.Padding);
        Assert.Null(new ConversionRequest { Sampling = new() { Interval = 1 }, Playback = new() { FrameRate = 5 } }.WithDefaults().Playback.Speed);
        Assert.Null(Read(""" "segment":["1-2"] """).WithDefaults().Clip.StartTime);
    }

    [Fact]
    public void Members_can_be_unset_by_name_and_the_rest_stays()
    {
        ConversionRequest request = Read(""" "format":["Gif"],"width":"480","quality":50,"skipExisting":true """);
        Assert.Equal(["Format", "Width", "Quality", "SkipExisting"], request.SetParameters());
        Assert.Equal(Read(""" "format":["Gif"],"quality":50 """), request.Without(["WIDTH", "skipexisting", "nosuch"]));
        Assert.Equal(new ConversionRequest(), request.Without(request.SetParameters()));

        var random = new Random(10);
        for (int round = 0; round < 100; round++)
        {
            ConversionRequest any = RandomRequest.Create(random);
            Assert.Equal(any, any.Without([]));
            Assert.Equal(new ConversionRequest(), any.Without(any.SetParameters()));
        }
    }

    private static ConversionRequest Read(string members) => RequestJson.Read(members.Trim().Length == 0 ? """{"version":1}""" : $$"""{"version":1,{{members}}}""");

    /// <summary>A few members of a random request, so that it is sound now and then.</summary>
    private static ConversionRequest Sparse(Random random)
    {
        var empty = new ConversionRequest();
        ConversionRequest full = RandomRequest.Create(random) with { Source = null };
        string json = RequestJson.Write(full);
        using var document = System.Text.Json.JsonDocument.Parse(json);
        IEnumerable<string> members = document.RootElement.EnumerateObject()
            .Where(member => member.Name != "version" && random.Next(5) == 0)
            .Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}");
        return string.Join(',', members) is { Length: > 0 } some ? Read(some) : empty;
    }
}

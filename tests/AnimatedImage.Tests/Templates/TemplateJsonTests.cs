using System.Text.Json;
using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Templates;
using AnimatedImage.Tests.Conventions;

namespace AnimatedImage.Tests.Templates;

public class TemplateJsonTests
{
    private static readonly JsonElement Published = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.FullPath("docs/schema/template.schema.json"))).RootElement;

    [Fact]
    public void A_template_is_written_for_people_in_a_fixed_order()
    {
        AnimationTemplate template = new()
        {
            Name = "Team-Demo",
            Description = "What we show",
            Tags = ["web"],
            Created = new DateTimeOffset(2026, 11, 21, 13, 0, 0, TimeSpan.FromHours(1)),
            IsDefault = true,
            Request = new ConversionRequest { Formats = [OutputFormat.Gif], Playback = new() { FrameRate = 12.5 } },
        };
        Assert.Equal(
            """
            {
              "version": 1,
              "name": "Team-Demo",
              "description": "What we show",
              "tags": [
                "web"
              ],
              "created": "2026-11-21T12:00:00Z",
              "request": {
                "version": 1,
                "format": [
                  "Gif"
                ],
                "frameRate": 12.5
              }
            }

            """.ReplaceLineEndings("\n"),
            TemplateJson.Write(template));
    }

    [Fact]
    public void Every_template_reads_back_as_itself_and_keeps_to_the_published_schema()
    {
        JsonSchema schema = new(Published);
        Random random = new(6);
        for (int round = 0; round < 300; round++)
        {
            AnimationTemplate template = RandomTemplate.Create(random);
            string json = TemplateJson.Write(template);
            Assert.Equal(template, TemplateJson.Read(json, "a.json"));
            using JsonDocument written = JsonDocument.Parse(json);
            Assert.Empty(schema.Problems(written.RootElement));
        }

        foreach (AnimationTemplate preset in PresetTemplates.All)
        {
            using JsonDocument written = JsonDocument.Parse(TemplateJson.Write(preset));
            Assert.Empty(schema.Problems(written.RootElement));
        }
    }

    [Fact]
    public void The_published_schema_has_the_members_that_are_read_and_no_others()
    {
        Assert.Equal(TemplateJson.MemberNames.Prepend("$schema"), Names(Published));
        Assert.Equal(
            RequestJson.MemberNames.Except(["source", "force"]).Prepend("version"),
            Names(Published.GetProperty("$defs").GetProperty("request")));

        static IEnumerable<string> Names(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);
    }

    /// <summary>The text between a sound beginning and a sound end, and what every problem must name.</summary>
    public static TheoryData<string, string[]> Refused { get; } = new()
    {
        { "", ["no JSON"] },
        { "[]", ["no object"] },
        { "{}", ["version", "no name", "no request"] },
        { """{"version":1,"name":"good","request":{"version":1},"Colour":1,"size":2}""", ["'Colour'", "'size'"] },
        { """{"version":2,"name":"good","request":{"version":1},"workflow":"x"}""", ["version 2", "'workflow'"] },
        { """{"version":1,"name":"good","request":{"version":2,"maxBytes":"1MB"}}""", ["version 2", "'maxBytes'"] },
        { """{"version":1,"name":"good","request":{"version":1,"speed":"fast","qualty":1,"startTime":"soon"}}""", ["speed", "'qualty'", "startTime"] },
        { """{"version":1,"name":"good","request":{"version":1,"quality":500,"width":"10","scale":2}}""", ["Quality is 500", "Width and Height, Scale"] },
        { """{"version":1,"name":"no","request":{"version":1}}""", ["'no'"] },
        { """{"version":1,"name":7,"request":{"version":1}}""", ["name"] },
        { """{"version":1,"name":"good","description":7,"tags":"web","created":"yesterday","request":[]}""", ["description", "tags", "created", "no object"] },
        { """{"version":1,"name":"good","tags":["a","A",""],"request":{"version":1,"source":"a.mp4","force":true}}""", ["'a' is given twice", "''", "no source", "Force"] },
        { """{"version":1,"name":"good","name":"goodtoo","request":{"version":1}}""", ["name"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_wrong_is_named_and_all_of_it(string json, string[] saying)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => TemplateJson.Read(json, "/somewhere/good.json"));
        Assert.Equal((ErrorId.InvalidTemplate, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains("/somewhere/good.json", failure.Message, StringComparison.Ordinal);
        Assert.All(saying, part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
        Assert.NotNull(failure.Advice);
        Assert.True(TemplateJson.Inspect(json, out _).Count >= saying.Length);
    }

    [Fact]
    public void An_editor_may_name_the_schema()
    {
        AnimationTemplate read = TemplateJson.Read("""{"$schema":"template.schema.json","version":1,"name":"good","request":{"version":1},"tags":null}""", "good.json");
        Assert.Equal("good", read.Name);
        Assert.Empty(read.Tags);
    }
}

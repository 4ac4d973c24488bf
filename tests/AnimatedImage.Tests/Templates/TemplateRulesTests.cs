using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Templates;

namespace AnimatedImage.Tests.Templates;

public class TemplateRulesTests
{
    private static readonly AnimationTemplate Sound = new() { Name = "Team_demo-1", Tags = ["web"], Request = new ConversionRequest { Picture = new() { Quality = 50 } } };

    public static TheoryData<string, string, AnimationTemplate> Broken => new()
    {
        { "Name", ErrorId.InvalidParameter, Sound with { Name = "" } },
        { "Name", ErrorId.InvalidParameter, Sound with { Name = "abc" } },
        { "Name", ErrorId.InvalidParameter, Sound with { Name = new string('a', 65) } },
        { "Name", ErrorId.InvalidParameter, Sound with { Name = "with space" } },
        { "Name", ErrorId.InvalidParameter, Sound with { Name = "line\n" } },
        { "Name", ErrorId.InvalidParameter, Sound with { Name = "../evil" } },
        { "Name", ErrorId.InvalidParameter, Sound with { Name = "größe" } },
        { "Name", ErrorId.InvalidParameter, Sound with { Name = "com1" } },
        { "Name", ErrorId.InvalidParameter, Sound with { Name = "LPT9" } },
        { "Description", ErrorId.InvalidParameter, Sound with { Description = new string('a', 1025) } },
        { "Tag", ErrorId.InvalidParameter, Sound with { Tags = [""] } },
        { "Tag", ErrorId.InvalidParameter, Sound with { Tags = [" a"] } },
        { "Tag", ErrorId.InvalidParameter, Sound with { Tags = ["a\nb"] } },
        { "Tag", ErrorId.InvalidParameter, Sound with { Tags = ["web", "WEB"] } },
        { "Tag", ErrorId.InvalidParameter, Sound with { Tags = [new string('a', 65)] } },
        { "Tag", ErrorId.InvalidParameter, Sound with { Tags = [.. Enumerable.Range(0, 33).Select(number => $"t{number}")] } },
        { "Source", ErrorId.InvalidParameter, Sound with { Request = new ConversionRequest { Source = MediaLocation.FromPath("a.mp4") } } },
        { "Force", ErrorId.InvalidParameter, Sound with { Request = new ConversionRequest { Force = true } } },
        { "Quality", ErrorId.InvalidParameter, Sound with { Request = new ConversionRequest { Picture = new() { Quality = 101 } } } },
        { "EndTime", ErrorId.ContradictoryParameters, Sound with { Request = new ConversionRequest { Clip = new() { EndTime = TimePosition.FromSeconds(5), Duration = TimePosition.FromSeconds(1) } } } },
        { "Destination", ErrorId.UnknownVariable, Sound with { Request = new ConversionRequest { Destination = "{nosuch}.gif" } } },
        { "Colors", ErrorId.ContradictoryParameters, Sound with { Request = new ConversionRequest { Formats = [OutputFormat.WebP], Picture = new() { Colors = 16 } } } },
    };

    [Fact]
    public void A_sound_template_passes()
    {
        TemplateRules.ThrowIfUnsound(Sound);
        TemplateRules.ThrowIfUnsound(Sound with { Name = "con-" });
        TemplateRules.ThrowIfUnsound(Sound with { Name = new string('a', 64), Request = new ConversionRequest() });
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_the_parameter(string parameter, string errorId, AnimationTemplate template)
    {
        RequestProblem problem = Assert.Single(TemplateRules.Check(template));
        Assert.Equal((parameter, errorId), (problem.Parameter, problem.ErrorId));
        Assert.Equal(errorId, Assert.Throws<ConversionException>(() => TemplateRules.ThrowIfUnsound(template)).ErrorId);
    }

    [Fact]
    public void The_request_is_refused_in_the_words_of_a_conversion()
    {
        ConversionRequest wrong = new() { Playback = new() { Speed = -1, FrameRate = 99 } };
        Assert.Equal(wrong.Check(), TemplateRules.Check(Sound with { Request = wrong }));
    }
}

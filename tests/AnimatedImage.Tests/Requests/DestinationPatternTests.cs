using AnimatedImage.Failures;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Requests;

public class DestinationPatternTests
{
    private static readonly DestinationVariables Everything = new()
    {
        Name = "clip",
        BaseName = "clip.mp4",
        DirectoryName = "/videos/2026",
        Format = OutputFormat.WebP,
        Index = 7,
        Width = 480,
        Height = 270,
        Template = "Chat",
        JobId = "j1",
        RunId = "r1",
        Date = new DateTimeOffset(2026, 3, 4, 15, 6, 7, TimeSpan.FromHours(2)),
    };

    [Theory]
    [InlineData("out.gif", "out.gif")]
    [InlineData("{name}.{ext}", "clip.webp")]
    [InlineData("{name}{autoext}", "clip.webp")]
    [InlineData("{barename}.{autoext}", "clip.webp")]
    [InlineData("{NAME}.{Ext}", "clip.webp")]
    [InlineData("{ name }.x", "clip.x")]
    [InlineData("{basename}.gif", "clip.mp4.gif")]
    [InlineData("{dirname}/{name}.gif", "/videos/2026/clip.gif")]
    [InlineData("{name}-{width}x{height}.gif", "clip-480x270.gif")]
    [InlineData("{index}-{index:000}.gif", "7-007.gif")]
    [InlineData("{template}/{jobid}/{runid}.gif", "Chat/j1/r1.gif")]
    [InlineData("{date}.gif", "20260304.gif")]
    [InlineData("{date:yyyy-MM-dd}.gif", "2026-03-04.gif")]
    [InlineData("{date:yyyy/MM}/{name}.gif", "2026/03/clip.gif")]
    [InlineData("{date:HH:mm:ss}.gif", "15-06-07.gif")]
    [InlineData("{date:MMMM}.gif", "March.gif")]
    [InlineData("${InputPath}/${InputName}.${ext}", "/videos/2026/clip.webp")]
    [InlineData("${RunId}/${Number}.${Ext}", "r1/7.webp")]
    [InlineData("{inputName}_{definition}.{format}", "clip_Chat.webp")]
    [InlineData("{{name}}.gif", "{name}.gif")]
    [InlineData("a{{{name}}}b", "a{clip}b")]
    [InlineData("${{x}}", "${x}")]
    [InlineData("$5 {name}$.gif", "$5 clip$.gif")]
    [InlineData("{name}{name}", "clipclip")]
    [InlineData("[a] 'b' -😀.gif", "[a] 'b' -😀.gif")]
    public void Expands(string pattern, string expected)
    {
        var parsed = DestinationPattern.Parse(pattern);
        Assert.Equal(expected, parsed.Expand(Everything));
        Assert.Equal(pattern, parsed.Text);
        Assert.True(DestinationPattern.TryParse(pattern, out _));
    }

    [Theory]
    [InlineData("{nme}.gif", "{nme}")]
    [InlineData("${InventoryTriggerJobId}.gif", "{InventoryTriggerJobId}")]
    [InlineData("{}.gif", "{}")]
    [InlineData("{tags.custom}.gif", "{tags.custom}")]
    public void An_unknown_variable_is_named_and_the_known_ones_listed(string pattern, string named)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => DestinationPattern.Parse(pattern));
        Assert.Equal((ErrorId.UnknownVariable, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.All(DestinationPattern.VariableNames, name => Assert.Contains($"{{{name}}}", failure.Message, StringComparison.Ordinal));
        Assert.False(DestinationPattern.TryParse(pattern, out _));
    }

    [Theory]
    [InlineData("{name.gif", "{{")]
    [InlineData("name}.gif", "}}")]
    [InlineData("a{{b}.gif", "}}")]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData("a\0b", "null character")]
    [InlineData("{name:000}.gif", "{name:000}")]
    [InlineData("{index:x}.gif", "{index:x}")]
    [InlineData("{index:}.gif", "{index:}")]
    [InlineData("{date:%}.gif", "{date:%}")]
    public void What_is_no_pattern_is_refused(string pattern, string saying)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => DestinationPattern.Parse(pattern));
        Assert.Equal((ErrorId.InvalidParameter, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Contains(saying, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_without_a_value_is_told_with_those_that_have_one()
    {
        var pattern = DestinationPattern.Parse("{jobid}.gif");
        ConversionException failure = Assert.Throws<ConversionException>(() => pattern.Expand(new DestinationVariables { Name = "clip", Index = 1 }));
        Assert.Equal(ErrorId.UnknownVariable, failure.ErrorId);
        Assert.Contains("{jobid}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the job's id", failure.Message, StringComparison.Ordinal);
        Assert.Contains("{name}, {index}", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.gif", OutputFormat.Gif)]
    [InlineData("{name}.webp", OutputFormat.WebP)]
    [InlineData("a/{name}.PNG", OutputFormat.Apng)]
    [InlineData("{name}.{ext}", null)]
    [InlineData("{name}", null)]
    [InlineData("x.mp4", null)]
    [InlineData("x.gif/", null)]
    [InlineData(".gif", OutputFormat.Gif)]
    [InlineData("{name}.gif{index}", null)]
    public void The_extension_names_the_format(string pattern, OutputFormat? format) => Assert.Equal(format, DestinationPattern.Parse(pattern).Format);

    [Theory]
    [InlineData("x.gif", false, false, false)]
    [InlineData("x{autoext}", true, false, true)]
    [InlineData("{name}.gif", true, true, false)]
    [InlineData("{index}.{ext}", true, true, true)]
    [InlineData("{width}{date}{template}", true, false, false)]
    public void Tells_what_it_varies_by(string pattern, bool hasVariables, bool bySource, bool byFormat)
    {
        var parsed = DestinationPattern.Parse(pattern);
        Assert.Equal((hasVariables, bySource, byFormat), (parsed.HasVariables, parsed.VariesBySource, parsed.VariesByFormat));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..\\..\\windows")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    public void A_name_cannot_lead_out_of_the_folder(string hostile)
    {
        var values = new DestinationVariables { Name = hostile, BaseName = hostile, Template = hostile, JobId = hostile, RunId = hostile, Bucket = hostile, Key = hostile, DirectoryName = hostile };
        string root = Path.GetFullPath("out") + Path.DirectorySeparatorChar;
        foreach (string variable in new[] { "name", "basename", "template", "jobid", "runid", "bucket", "key", "dirname" })
        {
            string expanded = DestinationPattern.Parse($"out/{{{variable}}}/x.gif").Expand(values);
            Assert.StartsWith(root, Path.GetFullPath(expanded), StringComparison.Ordinal);
            Assert.DoesNotContain("..", expanded.Split('/', '\\'));
        }

        Assert.False(Path.IsPathRooted(DestinationPattern.Parse("{key}.gif").Expand(values)));
    }

    [Fact]
    public void A_local_folder_is_kept_whole()
    {
        string folder = Path.GetFullPath("some where/[x]");
        Assert.Equal(Path.Combine(folder, "clip.gif"), DestinationPattern.Parse("{dirname}" + Path.DirectorySeparatorChar + "clip.gif").Expand(new() { DirectoryName = folder }));
        Assert.Equal("a/b/clip.gif", DestinationPattern.Parse("{dirname}/clip.gif").Expand(new() { DirectoryName = "a/b/", Bucket = "bucket" }));
        Assert.Equal("my clip [1] 'x' ü😀.gif", DestinationPattern.Parse("{name}.gif").Expand(new() { Name = "my clip [1] 'x' ü😀" }));
    }

    [Theory]
    [InlineData("out/{name}-{template}{autoext}", "out/{name}-sticker{autoext}")]
    [InlineData("{{{template}}}/${index:000}.gif", "{{sticker}}/{index:000}.gif")]
    [InlineData("{definition}", "sticker")]
    [InlineData("{{template}}", "{{template}}")]
    [InlineData("{nonsense}", "{nonsense}")]
    public void A_template_s_name_can_be_set_before_the_rest(string pattern, string expected) =>
        Assert.Equal(expected, DestinationPattern.SetTemplate(pattern, "sticker"));
}

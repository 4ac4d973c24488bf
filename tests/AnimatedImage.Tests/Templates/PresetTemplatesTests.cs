using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Templates;
using AnimatedImage.Tests.Conventions;

namespace AnimatedImage.Tests.Templates;

public class PresetTemplatesTests
{
    [Fact]
    public void Presets_are_sound_read_only_and_sorted_and_say_what_they_are_for()
    {
        Assert.Superset(
            new HashSet<string>(["chat-sticker", "readme-demo", "hover-preview", "e-mail", "thumbnail-strip", "high-quality-gif", "small-webp", "smallest-avif"]),
            PresetTemplates.All.Select(preset => preset.Name).ToHashSet());
        Assert.Equal(PresetTemplates.All.Select(preset => preset.Name).Order(StringComparer.Ordinal), PresetTemplates.All.Select(preset => preset.Name));
        Assert.All(PresetTemplates.All, preset =>
        {
            Assert.True(preset.IsReadOnly);
            Assert.NotEmpty(preset.Description);
            Assert.NotEmpty(preset.Tags);
            Assert.Empty(TemplateRules.Check(preset));
            Assert.Empty((new ConversionRequest { Source = MediaLocation.FromPath("clip.mp4") }.Over(preset.Request)).Check());
            Assert.Single(preset.Request.Formats!);
        });
    }

    [Fact]
    public void A_preset_is_found_in_any_case() => Assert.Equal("e-mail", PresetTemplates.Find("E-Mail")?.Name);

    [Fact]
    public void Every_preset_is_documented() => Offenders.None(PresetTemplates.All
        .Where(preset => !RepositoryFiles.Lines("docs/templates.md").Any(line => line.StartsWith($"| `{preset.Name}` |", StringComparison.Ordinal)))
        .Select(preset => $"{preset.Name} is missing in docs/templates.md."));
}

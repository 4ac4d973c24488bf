using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Templates;

namespace AnimatedImage.Tests.Templates;

public class TemplateLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TemplateLibrary Library => new(_folder.File("templates"));

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void What_is_saved_is_found_in_any_case_and_listed_among_the_presets()
    {
        AnimationTemplate saved = Library.Add(Demo("Team-Demo"), replace: false);
        Assert.Equal(saved, Library.Find("team-demo"));
        Assert.Equal("Team-Demo", Library.Find("TEAM-DEMO").Name);
        Assert.Equal((saved.Created, TimeSpan.Zero), (saved.Modified, saved.Created!.Value.Offset));
        Assert.Equal(PresetTemplates.All.Count + 1, Library.List(out IReadOnlyList<ConversionException> failures).Count);
        Assert.Empty(failures);
        Assert.Equal(["team-demo.json"], Directory.EnumerateFiles(_folder.File("templates")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_name_is_taken_until_it_is_replaced()
    {
        Library.Add(Demo("demo"), replace: false);
        Assert.Equal(ErrorId.TemplateExists, IdOf(() => Library.Add(Demo("DEMO"), replace: false)));
        AnimationTemplate replaced = Library.Add(Demo("DEMO") with { Description = "new" }, replace: true);
        Assert.Equal(replaced, Library.Find("demo"));
        Library.Remove("Demo");
        Assert.Equal(ErrorId.TemplateNotFound, IdOf(() => Library.Find("demo")));
        Assert.Equal(ErrorId.TemplateNotFound, IdOf(() => Library.Remove("demo")));
    }

    [Fact]
    public void A_preset_is_neither_replaced_changed_nor_removed()
    {
        Assert.Equal(ErrorId.TemplateReadOnly, IdOf(() => Library.Add(Demo("e-mail"), replace: true)));
        Assert.Equal(ErrorId.TemplateReadOnly, IdOf(() => Library.Change("E-Mail", template => template with { Description = "" })));
        Assert.Equal(ErrorId.TemplateReadOnly, IdOf(() => Library.Remove("e-mail")));
        Assert.True(Library.Find("e-mail").IsReadOnly);
    }

    [Fact]
    public void An_own_template_stays_in_force_when_a_preset_takes_its_name()
    {
        Directory.CreateDirectory(_folder.File("templates"));
        File.WriteAllText(Path.Combine(_folder.File("templates"), "e-mail.json"), TemplateJson.Write(Demo("e-mail")));
        Assert.Equal("what we show", Library.Find("e-mail").Description);
        Assert.Equal(PresetTemplates.All.Count, Library.List(out _).Count);
        Library.Remove("e-mail");
        Assert.True(Library.Find("e-mail").IsReadOnly);
    }

    [Fact]
    public void A_change_keeps_the_rest_and_counts_its_time_and_a_broken_rule_keeps_everything()
    {
        DateTimeOffset old = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000);
        Library.Add(Demo("demo") with { Created = old, Modified = old }, replace: false);
        AnimationTemplate changed = Library.Change("demo", template => template with { Description = "other" });
        Assert.Equal(Demo("demo") with { Description = "other", Created = old, Modified = changed.Modified }, Library.Find("demo"));
        Assert.True(changed.Modified > old);

        string before = File.ReadAllText(Library.FileOf("demo"));
        Assert.Equal(ErrorId.InvalidParameter, IdOf(() => Library.Change("demo", template => template with { Request = new() { Picture = new() { Quality = 0 } } })));
        Library.Change("demo", template => template with { Description = "other" });
        Assert.Equal(before, File.ReadAllText(Library.FileOf("demo")));
    }

    [Fact]
    public void A_damaged_file_is_told_and_keeps_no_other_template_back()
    {
        Library.Add(Demo("demo"), replace: false);
        File.WriteAllText(Path.Combine(Library.Folder, "half.json"), "{");
        File.WriteAllText(Path.Combine(Library.Folder, "wrong-name.json"), TemplateJson.Write(Demo("demo")));
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText(Path.Combine(Library.Folder, "LOUD.json"), TemplateJson.Write(Demo("LOUD")));
        }

        Assert.Contains(Library.List(out IReadOnlyList<ConversionException> failures), template => template.Name == "demo");
        Assert.All(failures, failure => Assert.Equal(ErrorId.InvalidTemplate, failure.ErrorId));
        Assert.Equal(OperatingSystem.IsLinux() ? 3 : 2, failures.Count);
        Assert.Equal(ErrorId.InvalidTemplate, IdOf(() => Library.Find("half")));
        Assert.Equal(ErrorId.InvalidTemplate, IdOf(() => Library.Find("wrong-name")));
        Assert.False(Library.Test("half").IsValid);
        Assert.Contains("'demo'", Assert.Single(Library.Test("wrong-name").Problems).Message, StringComparison.Ordinal);
        Library.Remove("half");
        Assert.True(Library.Test("demo").IsValid);
        Assert.True(Library.Test("e-mail").IsValid);
    }

    [Fact]
    public void Nothing_is_looked_for_outside_of_the_folder()
    {
        File.WriteAllText(_folder.File("outside.json"), TemplateJson.Write(Demo("outside")));
        Assert.Equal(ErrorId.TemplateNotFound, IdOf(() => Library.Find("../outside")));
        Assert.Equal(ErrorId.TemplateNotFound, IdOf(() => Library.Remove("../outside")));
        Assert.Equal(ErrorId.TemplateNotFound, IdOf(() => Library.Find("")));
        Assert.Equal(["outside.json"], _folder.Names.Where(name => name.EndsWith(".json", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_name_mistyped_is_answered_with_those_that_are_near()
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => Library.Find("sticker"));
        Assert.Contains("chat-sticker", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_is_marked_and_only_it()
    {
        TemplateLibrary library = new(_folder.File("templates"), "E-MAIL");
        Assert.Equal("e-mail", Assert.Single(library.List(out _), template => template.IsDefault).Name);
        Assert.True(library.Find("e-mail").IsDefault);
    }

    [Fact]
    public void Many_writers_lose_nothing()
    {
        Library.Add(Demo("shared"), replace: false);
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index =>
        {
            Library.Change("shared", template => template with { Tags = [.. template.Tags.Where(tag => index < 24 || tag != $"tag{index - 24}"), .. index < 24 ? new[] { $"tag{index}" } : []] });
            Library.Add(Demo($"mine-{index}"), replace: false);
            Assert.Empty(Unreadable());
        });
        Assert.Equal(PresetTemplates.All.Count + 41, Library.List(out _).Count);
        Assert.InRange(Library.Find("shared").Tags.Count, 8, 24);

        IReadOnlyList<ConversionException> Unreadable()
        {
            Library.List(out IReadOnlyList<ConversionException> failures);
            return failures;
        }
    }

    private static AnimationTemplate Demo(string name) => new()
    {
        Name = name,
        Description = "what we show",
        Request = new ConversionRequest { Playback = new() { FrameRate = 12.5 }, Size = new() { LongSide = 480 } },
    };

    private static string IdOf(Action action) => Assert.Throws<ConversionException>(action).ErrorId;
}

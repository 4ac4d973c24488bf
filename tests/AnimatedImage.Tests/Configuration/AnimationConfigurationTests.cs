using AnimatedImage.Configuration;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Configuration;

[Collection(EnvironmentChanges.Name)]
public sealed class AnimationConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable(ConfigurationFolder.Variable);

    public AnimationConfigurationTests() => Environment.SetEnvironmentVariable(ConfigurationFolder.Variable, _folder.Path);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(ConfigurationFolder.Variable, _before);
        _folder.Dispose();
    }

    [Fact]
    public void Set_nowhere_there_is_no_value_and_no_file()
    {
        AnimationConfiguration configuration = Combine();
        Assert.Null(configuration.DefaultTemplate);
        Assert.All(configuration.Settings, setting => Assert.Equal((ConfigurationOrigin.Default, null), (setting.Origin, setting.Source)));
        Assert.Equal(AnimationConfiguration.Names, configuration.Settings.Select(setting => setting.Name));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        AnimationConfiguration.Change(new Dictionary<string, string?> { ["FFmpegPath"] = "/opt/ffmpeg", ["DefaultTemplate"] = "e-mail" });
        AnimationConfiguration configuration = Combine(("ANIMATEDIMAGE_TEMPLATE", "small-webp"), ("ANIMATEDIMAGE_FFMPEG", " "));
        Assert.Equal(("small-webp", "/opt/ffmpeg"), (configuration.DefaultTemplate, configuration.FFmpegPath));
        Assert.Equal((ConfigurationOrigin.Environment, "ANIMATEDIMAGE_TEMPLATE"), (configuration["DefaultTemplate"].Origin, configuration["DefaultTemplate"].Source));
        Assert.Equal((ConfigurationOrigin.File, _folder.File("config.json")), (configuration["ffmpegpath"].Origin, configuration["ffmpegpath"].Source));
    }

    [Fact]
    public void A_change_leaves_the_other_settings_alone_and_null_unsets()
    {
        AnimationConfiguration.Change(new Dictionary<string, string?> { ["FFmpegPath"] = "/opt/ffmpeg \"ü\"" });
        AnimationConfiguration.Change(new Dictionary<string, string?> { ["defaulttemplate"] = "e-mail" });
        Assert.Equal(("/opt/ffmpeg \"ü\"", "e-mail"), (Combine().FFmpegPath, Combine().DefaultTemplate));
        AnimationConfiguration.Change(new Dictionary<string, string?> { ["FFmpegPath"] = null });
        Assert.Equal((null, "e-mail"), (Combine().FFmpegPath, Combine().DefaultTemplate));
        Assert.Equal("{\n  \"version\": 1,\n  \"defaultTemplate\": \"e-mail\"\n}\n", File.ReadAllText(_folder.File("config.json")));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "version")]
    [InlineData("""{"ffmpegPath":"x"}""", "version")]
    [InlineData("""{"version":2}""", "version 2")]
    [InlineData("""{"version":1,"jobstore":"x"}""", "'jobstore'")]
    [InlineData("""{"version":1,"FFmpegPath":"x"}""", "'FFmpegPath'")]
    [InlineData("""{"version":1,"ffmpegPath":5}""", "ffmpegPath")]
    [InlineData("""{"version":1,"ffmpegPath":""}""", "ffmpegPath")]
    [InlineData("""{"version":1,"ffmpegPath":"x","ffmpegPath":"y"}""", "ffmpegPath")]
    public void What_is_not_understood_is_named_and_never_overwritten(string json, string saying)
    {
        File.WriteAllText(_folder.File("config.json"), json);
        foreach (Action action in new Action[] { () => Combine(), () => AnimationConfiguration.Change(new Dictionary<string, string?> { ["DefaultTemplate"] = "e-mail" }) })
        {
            ConversionException failure = Assert.Throws<ConversionException>(action);
            Assert.Equal(ErrorId.InvalidConfiguration, failure.ErrorId);
            Assert.Contains(saying, failure.Message, StringComparison.Ordinal);
            Assert.Contains(_folder.File("config.json"), failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(json, File.ReadAllText(_folder.File("config.json")));
    }

    [Fact]
    public void The_variable_of_ffmpeg_is_the_one_that_finds_it() =>
        Assert.Equal(FFmpegLocator.FFmpegVariable, Combine()["FFmpegPath"].Variable);

    private AnimationConfiguration Combine(params (string Name, string Value)[] environment) => AnimationConfiguration.Combine(
        new ConfigurationFile(_folder.File("config.json")),
        name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}

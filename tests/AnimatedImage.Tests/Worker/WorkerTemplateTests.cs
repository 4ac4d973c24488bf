using System.CommandLine;
using System.Text.Json;
using AnimatedImage.Configuration;
using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Templates;
using AnimatedImage.Tests.Conversion;
using AnimatedImage.Worker;

namespace AnimatedImage.Tests.Worker;

/// <summary>The headless host with templates and a configuration of its own.</summary>
[Collection(EnvironmentChanges.Name)]
public sealed class WorkerTemplateTests : ConversionBench, IAsyncLifetime
{
    private readonly string? _before = Environment.GetEnvironmentVariable(ConfigurationFolder.Variable);

    public ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(ConfigurationFolder.Variable, Folder.File("settings"));
        TemplateLibrary.OfUser().Add(
            new AnimationTemplate
            {
                Name = "Small",
                Request = new ConversionRequest
                {
                    Destination = Folder.File("{name}-{template}{autoext}"),
                    Formats = [OutputFormat.WebP],
                    Size = new() { LongSide = 32 },
                    Playback = new() { FrameRate = 5 },
                },
            },
            replace: false);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(ConfigurationFolder.Variable, _before);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_template_gives_what_the_options_do_not_and_names_itself()
    {
        (int code, string output, string error) = await RunAsync("convert", Clip(), "--template", "small", "--width", "16", "--json");
        Assert.Equal((ExitCode.Success, ""), (code, error));
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            ("Small", "WebP", 16, 5, Folder.File("clip-Small.webp")),
            (result.GetProperty("template").GetString(), result.GetProperty("format").GetString(), result.GetProperty("width").GetInt32(), result.GetProperty("frameCount").GetInt32(), result.GetProperty("destination").GetString()));
        Assert.False(result.GetProperty("request").TryGetProperty("longSide", out _));
    }

    [Fact]
    public async Task A_request_file_wins_over_the_template_and_options_over_both()
    {
        await File.WriteAllTextAsync(Folder.File("request.json"), """{"version":1,"frameRate":2,"format":["Apng"]}""", Cancellation);
        (_, string output, string error) = await RunAsync("convert", Clip(), "--template", "small", "--request", Folder.File("request.json"), "--frame-rate", "10");
        Assert.Equal("", error);
        Assert.StartsWith($"{Folder.File("clip-Small.apng")}: 32×24, 10 frames", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_default_template_counts_until_it_is_refused()
    {
        AnimationConfiguration.Change(new Dictionary<string, string?> { ["DefaultTemplate"] = "small" });
        string clip = Clip();
        (_, string output, _) = await RunAsync("convert", clip, "--what-if");
        Assert.Contains("clip-Small.webp, 32×24", output, StringComparison.Ordinal);
        (_, output, _) = await RunAsync("convert", clip, "--what-if", "--no-template");
        Assert.Contains("clip.gif, 64×48", output, StringComparison.Ordinal);
        (int code, _, string error) = await RunAsync("convert", clip, "--what-if", "--no-template", "--template", "small");
        Assert.Equal(ExitCode.Input, code);
        Assert.Contains(ErrorId.ContradictoryParameters, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("")]
    [InlineData("../settings/templates/small")]
    public async Task A_template_that_is_not_there_is_named(string name)
    {
        (int code, string output, string error) = await RunAsync("convert", Clip(), "--template", name);
        Assert.Equal((ExitCode.Input, ""), (code, output));
        Assert.StartsWith($"error {ErrorId.TemplateNotFound}: There is no template '{name}'.", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        RootCommand root = new() { ConvertCommand.Create() };
        int code = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Cancellation);
        return (code, output.ToString(), error.ToString());
    }
}

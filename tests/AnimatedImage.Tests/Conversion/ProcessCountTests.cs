using AnimatedImage.Conversion;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Conversion;

/// <summary>Starting ffmpeg takes as long as decoding a short clip: no more of them are started than a conversion needs.</summary>
public sealed class ProcessCountTests : ConversionBench
{
    [Theory]
    [InlineData("ffmpeg", OutputFormat.Gif)]
    [InlineData("ffmpeg", OutputFormat.Apng)]
    [InlineData("ffmpeg ffmpeg", OutputFormat.Avif)]
    // One decode serves every output.
    [InlineData("ffmpeg ffmpeg", OutputFormat.Gif, OutputFormat.Apng, OutputFormat.Avif)]
    public async Task A_conversion_of_a_known_file_starts_what_decodes_and_what_encodes(string expected, params OutputFormat[] formats)
    {
        Converter counted = Counted();
        ConversionRequest request = Request(Clip(), "{name}{autoext}") with { Formats = formats, Force = true };
        // Files that changed a moment ago are not remembered.
        File.SetLastWriteTimeUtc(request.Source!.Path, DateTime.UtcNow.AddHours(-1));
        await ConvertAsync(request, counted);
        File.Delete(Folder.File("log"));

        await ConvertAsync(request, counted);

        Assert.Equal(expected.Split(' '), Started());
    }

    [Fact]
    public async Task The_first_conversion_asks_for_the_version_and_the_source()
    {
        await ConvertAsync(Request(Clip(), "out.gif"), Counted());
        Assert.Equal(["ffmpeg", "ffmpeg", "ffprobe"], Started().Order());
    }

    [Fact]
    public async Task What_is_current_starts_nothing()
    {
        Converter counted = Counted();
        ConversionRequest request = Request(Clip(), "out.gif") with { SkipExisting = true };
        File.SetLastWriteTimeUtc(request.Source!.Path, DateTime.UtcNow.AddHours(-1));
        await ConvertAsync(request, counted);
        File.Delete(Folder.File("log"));

        Assert.True(Assert.Single(await ConvertAsync(request, counted)).IsSkipped);

        Assert.Empty(Started());
    }

    private string[] Started() => File.Exists(Folder.File("log")) ? File.ReadAllLines(Folder.File("log")) : [];

    /// <summary>A converter whose ffmpeg and ffprobe write their names into a log and become the real ones.</summary>
    private Converter Counted()
    {
        Directory.CreateDirectory(Folder.File("bin"));
        string Script(string name, string real)
        {
            string path = Folder.File("bin/" + name);
            File.WriteAllText(path, $"#!/bin/sh\necho {name} >>'{Folder.File("log")}'\nexec '{real}' \"$@\"\n");
            if (OperatingSystem.IsWindows())
            {
                Assert.Skip("The stand-ins for ffmpeg are shell scripts.");
                return path;
            }

            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return path;
        }

        FFmpegTools real = Converter.Tools;
        string ffmpeg = Script("ffmpeg", real.FFmpegPath);
        return new Converter(real with { FFmpegPath = ffmpeg, FFprobePath = Script("ffprobe", real.FFprobePath), Capabilities = new FFmpegCapabilities(ffmpeg) });
    }
}

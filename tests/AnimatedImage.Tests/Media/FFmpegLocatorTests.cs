using AnimatedImage.Failures;
using AnimatedImage.Media;

namespace AnimatedImage.Tests.Media;

public sealed class FFmpegLocatorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("animatedimage-locator-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Configuration_wins_over_environment_over_path()
    {
        string configured = Tools("configured"), environment = Tools("environment"), path = Tools("path");

        AssertFound(FFmpegLocator.Search(configured, environment, null, path), "configured", "configuration");
        AssertFound(FFmpegLocator.Search(null, environment, null, path), "environment", "environment");
        AssertFound(FFmpegLocator.Search(null, null, null, path), "path", "PATH");
    }

    [Fact]
    public void A_binary_may_be_named_as_well_as_its_folder()
    {
        string folder = Tools("tools");
        FFmpegTools tools = FFmpegLocator.Search(Path.Combine(folder, Name("ffmpeg")), null, null, null);
        AssertFound(tools, "tools", "configuration");
    }

    [Fact]
    public void Ffprobe_beside_ffmpeg_wins_over_path_and_its_own_variable_over_both()
    {
        string both = Tools("both"), other = Tools("other"), named = Tools("named");
        string alone = Folder("alone", "ffmpeg");

        Assert.Equal(Path.Combine(both, Name("ffprobe")), FFmpegLocator.Search(both, null, null, other).FFprobePath);
        Assert.Equal(Path.Combine(other, Name("ffprobe")), FFmpegLocator.Search(alone, null, null, other).FFprobePath);
        Assert.Equal(Path.Combine(named, Name("ffprobe")), FFmpegLocator.Search(both, null, named, other).FFprobePath);
    }

    [Fact]
    public void A_linked_ffmpeg_finds_the_ffprobe_beside_its_target()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        string real = Tools("real"), links = Path.Combine(_root, "links");
        Directory.CreateDirectory(links);
        File.CreateSymbolicLink(Path.Combine(links, "ffmpeg"), Path.Combine(real, "ffmpeg"));

        FFmpegTools tools = FFmpegLocator.Search(links, null, null, null);

        Assert.Equal(Path.Combine(links, "ffmpeg"), tools.FFmpegPath);
        Assert.Equal(Path.Combine(real, "ffprobe"), tools.FFprobePath);
    }

    [Fact]
    public void Relative_and_empty_entries_of_path_are_passed_over() =>
        AssertFound(FFmpegLocator.Search(null, null, null, string.Join(Path.PathSeparator, ".", "", "bin", Tools("path"))), "path", "PATH");

    [Theory]
    [InlineData("missing", "does not exist")]
    [InlineData("empty", "holds no program")]
    [InlineData("plain/ffmpeg", "is not executable")]
    public void A_named_place_without_ffmpeg_is_an_error_and_never_skipped(string place, string says)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && place.StartsWith("plain", StringComparison.Ordinal), "Windows knows no executable bit.");
        Directory.CreateDirectory(Path.Combine(_root, "empty"));
        Directory.CreateDirectory(Path.Combine(_root, "plain"));
        File.WriteAllText(Path.Combine(_root, "plain", "ffmpeg"), string.Empty);
        string named = Path.Combine(_root, place), working = Tools("working");

        AssertNotFound(() => FFmpegLocator.Search(named, null, null, working), named, says);
        AssertNotFound(() => FFmpegLocator.Search(null, named, null, working), named, FFmpegLocator.FFmpegVariable);
        AssertNotFound(() => FFmpegLocator.Search(working, null, named, working), named, FFmpegLocator.FFprobeVariable);
    }

    [Fact]
    public void Nothing_anywhere_says_where_it_looked_and_how_to_install()
    {
        ConversionException failure = AssertNotFound(() => FFmpegLocator.Search(null, null, null, _root), _root, "PATH");
        Assert.Contains(FFmpegLocator.InstallCommand(), failure.Advice, StringComparison.Ordinal);
        AssertNotFound(() => FFmpegLocator.Search(Folder("alone", "ffmpeg"), null, null, null), "alone", "ffprobe");
    }

    [Fact]
    public void The_answer_is_kept() => Assert.Same(FFmpegLocator.Find(), FFmpegLocator.Find(" "));

    private static string Name(string tool) => OperatingSystem.IsWindows() ? tool + ".exe" : tool;

    private static ConversionException AssertNotFound(Action search, params string[] says)
    {
        ConversionException failure = Assert.Throws<ConversionException>(search);
        Assert.Equal((ErrorId.FFmpegNotFound, FailureKind.Internal), (failure.ErrorId, failure.Kind));
        Assert.All(says, text => Assert.Contains(text, failure.Message, StringComparison.Ordinal));
        return failure;
    }

    private void AssertFound(FFmpegTools tools, string folder, string by)
    {
        Assert.Equal(Path.Combine(_root, folder, Name("ffmpeg")), tools.FFmpegPath);
        Assert.Equal(Path.Combine(_root, folder, Name("ffprobe")), tools.FFprobePath);
        Assert.Equal(by, tools.FoundBy);
    }

    private string Tools(string folder) => Folder(folder, "ffmpeg", "ffprobe");

    private string Folder(string folder, params string[] tools)
    {
        string path = Path.Combine(_root, folder);
        Directory.CreateDirectory(path);
        foreach (string tool in tools)
        {
            string file = Path.Combine(path, Name(tool));
            File.WriteAllText(file, string.Empty);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        return path;
    }
}

using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private ConfigurationFile Settings => new(Path.Combine(_folder.Path, "below", "settings.json"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_not_there_has_no_text_and_can_be_removed()
    {
        Assert.Null(Settings.Read());
        Settings.Remove();
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void What_is_written_is_read_by_its_user_alone()
    {
        Settings.Replace("one");
        Settings.Replace("zwei ü😀");
        Assert.Equal("zwei ü😀", Settings.Read());
        Assert.Equal(["settings.json"], Directory.EnumerateFiles(Path.GetDirectoryName(Settings.Path)!).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Settings.Path));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(Settings.Path)!));
        }

        Settings.Remove();
        Assert.Null(Settings.Read());
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links take a right of their own.");
        File.WriteAllText(_folder.File("elsewhere.json"), "old");
        File.CreateSymbolicLink(_folder.File("linked.json"), _folder.File("elsewhere.json"));
        new ConfigurationFile(_folder.File("linked.json")).Replace("new");
        Assert.Equal("new", File.ReadAllText(_folder.File("elsewhere.json")));
        Assert.NotNull(new FileInfo(_folder.File("linked.json")).LinkTarget);
    }

    [Fact]
    public void What_cannot_be_settings_is_refused()
    {
        File.WriteAllText(_folder.File("large.json"), new string(' ', (1024 * 1024) + 1));
        ConversionException failure = Assert.Throws<ConversionException>(() => new ConfigurationFile(_folder.File("large.json")).Read());
        Assert.Equal(ErrorId.AccessDenied, failure.ErrorId);
        Assert.Contains("large.json", failure.Message, StringComparison.Ordinal);

        failure = Assert.Throws<ConversionException>(() => new ConfigurationFile(Path.Combine(_folder.File("large.json"), "x.json")).Replace(""));
        Assert.Equal(ErrorId.DestinationNotWritable, failure.ErrorId);
    }

    [Fact]
    public void Held_changes_happen_one_after_the_other()
    {
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using IDisposable held = Settings.Hold();
            int count = int.Parse(Settings.Read() ?? "0", CultureInfo.InvariantCulture);
            Settings.Replace((count + 1).ToString(CultureInfo.InvariantCulture));
        });
        Assert.Equal("64", Settings.Read());
    }
}

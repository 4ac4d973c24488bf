using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Storage;

[Collection(EnvironmentChanges.Name)]
public class ConfigurationFolderTests
{
    [Fact]
    public void The_variable_names_the_folder_and_without_it_the_system_does()
    {
        string? before = Environment.GetEnvironmentVariable(ConfigurationFolder.Variable);
        try
        {
            Environment.SetEnvironmentVariable(ConfigurationFolder.Variable, Path.Combine(Path.GetTempPath(), "elsewhere"));
            Assert.Equal(Path.Combine(Path.GetTempPath(), "elsewhere"), ConfigurationFolder.Path);
            Environment.SetEnvironmentVariable(ConfigurationFolder.Variable, null);
            Assert.Equal("AnimatedImage", Path.GetFileName(ConfigurationFolder.Path));
            Assert.True(Path.IsPathFullyQualified(ConfigurationFolder.Path));
        }
        finally
        {
            Environment.SetEnvironmentVariable(ConfigurationFolder.Variable, before);
        }
    }
}

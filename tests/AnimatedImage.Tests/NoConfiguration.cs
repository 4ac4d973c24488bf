using System.Runtime.CompilerServices;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests;

/// <summary>Whoever runs the tests may have a configuration and templates of their own; the tests have neither.</summary>
internal static class NoConfiguration
{
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable(ConfigurationFolder.Variable, Path.Combine(Path.GetTempPath(), $"animatedimage-test-no-config-{Environment.ProcessId}"));
        Environment.SetEnvironmentVariable("ANIMATEDIMAGE_TEMPLATE", null);
    }
}

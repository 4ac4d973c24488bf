using System.Runtime.CompilerServices;
using AnimatedImage.Jobs;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>Which job store a call means: the one it names, else what the environment or the user's configuration says, else the user's own file.</summary>
internal static class JobStoreChoice
{
    private const string FilePrefix = "sqlite:";

    /// <summary>The setting.</summary>
    /// <param name="typed">What the call says; null = nothing.</param>
    /// <param name="fullPath">Makes a path absolute, from the session's location.</param>
    /// <exception cref="Failures.ConversionException">It is no setting.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static JobStoreSetting Of(string? typed, Func<string, string> fullPath) =>
        typed is null ? JobStoreSetting.Configured() : JobStoreSetting.Parse(Text(typed, fullPath));

    /// <summary>A setting as it may be kept: a file by its absolute path.</summary>
    /// <param name="typed">What the user says.</param>
    /// <param name="fullPath">Makes a path absolute, from the session's location.</param>
    /// <exception cref="Failures.ConversionException">It is no setting, or holds a password.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Text(string typed, Func<string, string> fullPath)
    {
        if (JobStoreSetting.Parse(typed).IsShared)
        {
            return typed;
        }

        return fullPath(typed.StartsWith(FilePrefix, StringComparison.OrdinalIgnoreCase) ? typed[FilePrefix.Length..] : typed);
    }
}

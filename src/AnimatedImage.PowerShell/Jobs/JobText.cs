using AnimatedImage.Jobs;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>Jobs in sentences.</summary>
internal static class JobText
{
    /// <summary><c>job 'clip' (01K…)</c></summary>
    public static string Describe(Job job) => $"job '{job.Name}' ({job.Id})";
}

using System.CommandLine;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;

namespace AnimatedImage.Worker.Jobs;

/// <summary><c>--store</c>: which job store a command uses.</summary>
internal static class StoreOption
{
    /// <summary>The option.</summary>
    public static Option<string> Create() => new("--store")
    {
        Description = $"Job store: a file, or postgres://user@host/database; default {JobStoreSetting.Variable}, then the user's own file.",
        HelpName = "setting",
    };

    /// <summary>Opens the store that was named.</summary>
    public static Task<JobStore> OpenAsync(ParseResult result, Option<string> option, CancellationToken cancellationToken) =>
        JobStore.OpenAsync(Setting(result, option), null, cancellationToken);

    /// <summary>Opens the store that was named, and waits for it if it has to.</summary>
    public static Task<JobStore> WaitAndOpenAsync(ParseResult result, Option<string> option, Action<JobWorkerEvent> report, CancellationToken cancellationToken) =>
        JobStore.WaitAndOpenAsync(
            Setting(result, option),
            null,
            happened =>
            {
                report(happened);
                return Task.CompletedTask;
            },
            cancellationToken);

    private static JobStoreSetting? Setting(ParseResult result, Option<string> option) =>
        result.GetValue(option) is { Length: > 0 } text ? JobStoreSetting.Parse(text) : null;
}

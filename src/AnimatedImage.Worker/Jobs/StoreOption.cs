using System.CommandLine;
using AnimatedImage.Failures;
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

    /// <summary>Opens the store that was named, and makes none: one that is not there yet is empty where it is the configured one, and an error where it was named.</summary>
    public static async Task<IJobStore> OpenExistingAsync(ParseResult result, Option<string> option, CancellationToken cancellationToken)
    {
        JobStoreSetting? named = Setting(result, option);
        JobStoreSetting setting = named ?? JobStoreSetting.Configured();
        if (await JobStore.OpenExistingAsync(setting, null, cancellationToken).ConfigureAwait(false) is { } store)
        {
            return store;
        }

        return named is null ? new EmptyJobStore(setting) : throw new ConversionException(
            ErrorId.JobStoreNotFound, FailureKind.Input, $"There is no job store '{setting.Description}'.", "Check --store; submit, work and jobs queue make one.");
    }

    private static JobStoreSetting? Setting(ParseResult result, Option<string> option) =>
        result.GetValue(option) is { Length: > 0 } text ? JobStoreSetting.Parse(text) : null;
}

using AnimatedImage.Jobs;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.PowerShell.Stores;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Jobs;

/// <summary>
/// The job store of a running cmdlet, opened when it is first needed: nothing of the databases is loaded before. Opened once, however
/// many ask at the same time.
/// </summary>
/// <param name="thread">The pipeline thread, which knows the session's location and asks vaults.</param>
/// <param name="typed">What <c>-JobStore</c> says; null = as configured.</param>
internal sealed class CommandJobStore(IPipelineThread thread, string? typed) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private JobStore? _store;

    /// <summary>The store.</summary>
    /// <exception cref="Failures.ConversionException">The setting is wrong, or the store cannot be used.</exception>
    public async Task<JobStore> OpenAsync(CancellationToken stopped)
    {
        await _gate.WaitAsync(stopped).ConfigureAwait(false);
        try
        {
            return _store ??= await OpenAnotherAsync(stopped).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The same store once more, for a worker: it waits for a store that cannot be used for the moment, and says so.</summary>
    /// <exception cref="Failures.ConversionException">The setting is wrong, or the store cannot be used.</exception>
    public Task<JobStore> WaitAndOpenAsync(ICommandStreams streams, CancellationToken stopped) =>
        OpenAsync((setting, findSecret) => JobStore.WaitAndOpenAsync(setting, findSecret, happened => streams.WriteWarningAsync(happened.Message), stopped));

    private Task<JobStore> OpenAnotherAsync(CancellationToken stopped) =>
        OpenAsync((setting, findSecret) => JobStore.OpenAsync(setting, findSecret, stopped));

    private async Task<JobStore> OpenAsync(Func<JobStoreSetting, Func<CredentialReference, string>?, Task<JobStore>> open)
    {
        JobStoreSetting setting = await thread.CallAsync(command => JobStoreChoice.Of(typed, path => new PathResolver(command).Literal(path).Path)).ConfigureAwait(false);
        string? password = setting.Password is { } reference
            ? await thread.CallAsync(command => VaultSecret.ReadPassword(command, reference)).ConfigureAwait(false)
            : null;
        return await open(setting, password is null ? null : _ => password).ConfigureAwait(false);
    }

    /// <summary>Closes the store; everything that used it must have ended.</summary>
    public void Dispose()
    {
        _store?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _store = null;
        _gate.Dispose();
    }
}

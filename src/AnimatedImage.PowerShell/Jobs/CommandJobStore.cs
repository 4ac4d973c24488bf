using AnimatedImage.Failures;
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
    private EmptyJobStore? _empty;

    /// <summary>The store.</summary>
    /// <exception cref="ConversionException">The setting is wrong, or the store cannot be used.</exception>
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

    /// <summary>
    /// The store for whoever looks and does not make one: what is not there yet holds nothing where it is the configured one, and is a slip
    /// of the pen where the call names it.
    /// </summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.JobStoreNotFound"/>; or the setting is wrong, or the store cannot be used.</exception>
    public async Task<IJobStore> OpenExistingAsync(CancellationToken stopped)
    {
        await _gate.WaitAsync(stopped).ConfigureAwait(false);
        try
        {
            if (_store is null && _empty is null)
            {
                (JobStoreSetting setting, Func<CredentialReference, string>? findSecret) = await ReadSettingAsync().ConfigureAwait(false);
                _store = await JobStore.OpenExistingAsync(setting, findSecret, stopped).ConfigureAwait(false);
                _empty = _store is not null ? null : typed is null ? new EmptyJobStore(setting) : throw JobFailure.StoreNotFound(setting);
            }

            return _store is not null ? _store : _empty!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The same store once more, for a worker: it waits for a store that cannot be used for the moment, and says so.</summary>
    /// <exception cref="ConversionException">The setting is wrong, or the store cannot be used.</exception>
    public async Task<JobStore> WaitAndOpenAsync(ICommandStreams streams, CancellationToken stopped)
    {
        (JobStoreSetting setting, Func<CredentialReference, string>? findSecret) = await ReadSettingAsync().ConfigureAwait(false);
        return await JobStore.WaitAndOpenAsync(setting, findSecret, happened => streams.WriteWarningAsync(happened.Message), stopped).ConfigureAwait(false);
    }

    private async Task<JobStore> OpenAnotherAsync(CancellationToken stopped)
    {
        (JobStoreSetting setting, Func<CredentialReference, string>? findSecret) = await ReadSettingAsync().ConfigureAwait(false);
        return await JobStore.OpenAsync(setting, findSecret, stopped).ConfigureAwait(false);
    }

    private async Task<(JobStoreSetting Setting, Func<CredentialReference, string>? FindSecret)> ReadSettingAsync()
    {
        JobStoreSetting setting = await thread.CallAsync(command => JobStoreChoice.Of(typed, path => new PathResolver(command).Literal(path).Path)).ConfigureAwait(false);
        string? password = setting.Password is { } reference
            ? await thread.CallAsync(command => VaultSecret.ReadPassword(command, reference)).ConfigureAwait(false)
            : null;
        return (setting, password is null ? null : _ => password);
    }

    /// <summary>Closes the store; everything that used it must have ended.</summary>
    public void Dispose()
    {
        _store?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _store = null;
        _gate.Dispose();
    }
}

using System.Management.Automation;
using System.Threading.Channels;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>
/// Carries calls from work on other threads to the pipeline thread. Bounded: work that writes faster than the pipeline reads waits.
/// Output and errors wait until they are delivered, so that a slow consumer slows the work down.
/// </summary>
/// <param name="stopped">Ends every wait of the writing side.</param>
internal sealed class PipelineQueue(CancellationToken stopped) : ICommandStreams, IPipelineThread
{
    private const int Capacity = 64;

    private readonly Channel<PipelineMessage> _messages = Channel.CreateBounded<PipelineMessage>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    public Task WriteObjectAsync(object value) => DeliverAsync(command => command.WriteObject(value));

    public Task WriteErrorAsync(ErrorRecord error) => DeliverAsync(command => command.WriteError(error));

    public Task WriteWarningAsync(string text) => SendAsync(command => command.WriteWarning(text));

    // With -Debug alone PowerShell would ask before each verbose line; they belong to what -Debug shows.
    public Task WriteVerboseAsync(string text) => SendAsync(command =>
    {
        if (command is PSCmdlet { MyInvocation.BoundParameters: var bound } && bound.ContainsKey("Debug") && !bound.ContainsKey("Verbose"))
        {
            command.WriteDebug(text);
        }
        else
        {
            command.WriteVerbose(text);
        }
    });

    public Task WriteDebugAsync(string text) => SendAsync(command => command.WriteDebug(text));

    public Task WriteProgressAsync(ProgressRecord record) => SendAsync(command => command.WriteProgress(record));

    public void OfferProgress(ProgressRecord record) =>
        _messages.Writer.TryWrite(new PipelineMessage(command => command.WriteProgress(record), null));

    public async Task<bool> ShouldProcessAsync(string description, string question, string caption)
    {
        bool answer = false;
        await DeliverAsync(command => answer = command.ShouldProcess(description, question, caption)).ConfigureAwait(false);
        return answer;
    }

    /// <inheritdoc/>
    public async Task<T> CallAsync<T>(Func<PSCmdlet, T> call)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task delivered = DeliverAsync(command =>
        {
            try
            {
                answer.TrySetResult(call((PSCmdlet)command));
            }
            catch (Exception exception) when (exception is not PipelineStoppedException)
            {
                answer.TrySetException(exception);
            }
        });
        await delivered.ConfigureAwait(false);
        return await answer.Task.ConfigureAwait(false);
    }

    /// <summary>Makes the reader look again at what it waits for.</summary>
    public async Task WakeAsync()
    {
        try
        {
            await SendAsync(_ => { }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // Stopping has woken it.
        }
    }

    /// <summary>Says that a piece of work is over. Never given up: the reader counts these.</summary>
    public Task EndWorkAsync() =>
        _messages.Writer.WriteAsync(new PipelineMessage(null, null, EndsWork: true), CancellationToken.None).AsTask();

    /// <summary>The next message if there is one.</summary>
    public bool TryRead(out PipelineMessage message) => _messages.Reader.TryRead(out message);

    /// <summary>The next message; blocks the thread until there is one.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public PipelineMessage Read(CancellationToken cancellationToken)
    {
        PipelineMessage message;
        while (!_messages.Reader.TryRead(out message))
        {
            _messages.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
        }

        return message;
    }

    private async Task DeliverAsync(Action<Cmdlet> call)
    {
        TaskCompletionSource delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _messages.Writer.WriteAsync(new PipelineMessage(call, delivered), stopped).ConfigureAwait(false);
        await delivered.Task.WaitAsync(stopped).ConfigureAwait(false);
    }

    private Task SendAsync(Action<Cmdlet> call) => _messages.Writer.WriteAsync(new PipelineMessage(call, null), stopped).AsTask();
}

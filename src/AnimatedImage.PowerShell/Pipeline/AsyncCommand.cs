using System.ComponentModel;
using System.Management.Automation;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>
/// Base of every cmdlet that works on tasks. Work runs on other threads and speaks to the pipeline through a queue that the pipeline
/// thread drains; nothing else ever touches the cmdlet.
/// <para>
/// Two doors lead out early, and both cancel the work and wait for its end, so that no child process survives: Ctrl+C calls
/// <see cref="StopProcessing"/>, while a consumer that has enough (<c>Select-Object -First</c>) and <c>-ErrorAction Stop</c> throw out
/// of the write on the pipeline thread. <see cref="Dispose()"/> closes whatever is left.
/// </para>
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineQueue _queue;
    private int _running;
    private bool _isDisposed;

    private protected AsyncCommand() => _queue = new PipelineQueue(_stop.Token);

    /// <summary>The way to the pipeline for everything that runs on other threads.</summary>
    private protected ICommandStreams Streams => _queue;

    /// <summary>The way to the pipeline thread for what only it may do.</summary>
    private protected IPipelineThread PipelineThread => _queue;

    /// <summary>True when the call only asks what would happen.</summary>
    private protected bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? typed) ? typed : GetVariableValue("WhatIfPreference"));

    /// <summary>How many pieces of work may run at once.</summary>
    private protected virtual int MaxRunning => 1;

    /// <summary>Waits for all work.</summary>
    protected override void EndProcessing() => Pump(() => _running == 0);

    /// <summary>Called on another thread when the user stops the pipeline.</summary>
    protected override void StopProcessing()
    {
        lock (_stop)
        {
            if (!_isDisposed)
            {
                _stop.Cancel();
            }
        }
    }

    /// <summary>Stops the work that is left and waits for it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the work that is left and waits for it.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed)
        {
            return;
        }

        StopWork();
        lock (_stop)
        {
            _isDisposed = true;
            _stop.Dispose();
        }
    }

    /// <summary>
    /// Starts a piece of work and returns as soon as there is room for another: with one at a time, when it is done. Meanwhile, what
    /// running work writes is passed on. Failures become error records and never end the pipeline.
    /// </summary>
    /// <param name="target">What the work is about, for the error record.</param>
    /// <param name="work">Writes to the streams, never to the cmdlet.</param>
    private protected void Start(object? target, Func<ICommandStreams, CancellationToken, Task> work)
    {
        _running++;
        CancellationToken stopped = _stop.Token;
        _ = Task.Run(() => RunAsync(target, work, stopped), CancellationToken.None);
        Pump(() => _running < MaxRunning);
    }

    /// <summary>
    /// Goes through a sequence that is made on other threads, one element at a time, from the pipeline thread. Meanwhile, what running
    /// work writes is passed on; what the sequence throws comes out here.
    /// </summary>
    internal IEnumerable<T> Pull<T>(Func<CancellationToken, IAsyncEnumerable<T>> sequence)
    {
        IAsyncEnumerator<T> elements = sequence(_stop.Token).GetAsyncEnumerator(_stop.Token);
        try
        {
            while (Await(() => elements.MoveNextAsync().AsTask()))
            {
                yield return elements.Current;
            }
        }
        finally
        {
            Task.Run(async () => await elements.DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();
        }
    }

    /// <summary>Waits on the pipeline thread for a task while what running work writes is passed on.</summary>
    private protected T Await<T>(Func<Task<T>> work)
    {
        Task<T> task = Task.Run(work);
        _ = task.ContinueWith(_ => _queue.WakeAsync(), TaskScheduler.Default);
        try
        {
            Pump(() => task.IsCompleted);
        }
        catch
        {
            // The command ends; whoever owns what the task works on may take it apart only once the task is over.
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            throw;
        }

        return task.GetAwaiter().GetResult();
    }

    private async Task RunAsync(object? target, Func<ICommandStreams, CancellationToken, Task> work, CancellationToken stopped)
    {
        try
        {
            await WorkGuard.RunAsync(_queue, target, work, stopped).ConfigureAwait(false);
        }
        finally
        {
            await _queue.EndWorkAsync().ConfigureAwait(false);
        }
    }

    private void Pump(Func<bool> isEnough)
    {
        try
        {
            while (true)
            {
                if (!_queue.TryRead(out PipelineMessage message))
                {
                    if (isEnough())
                    {
                        return;
                    }

                    message = _queue.Read(_stop.Token);
                }

                Deliver(message);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            StopWork();
            throw new PipelineStoppedException();
        }
        catch
        {
            // Whatever came out of a write (a consumer that has enough, -ErrorAction Stop, a break in a script block downstream) belongs
            // to PowerShell; ours is to end the work first.
            StopWork();
            throw;
        }
    }

    private void Deliver(PipelineMessage message)
    {
        if (message.EndsWork)
        {
            _running--;
            return;
        }

        message.Deliver!(this);
        message.Delivered?.TrySetResult();
    }

    private void StopWork()
    {
        StopProcessing();
        while (_running > 0)
        {
            if (_queue.Read(CancellationToken.None).EndsWork)
            {
                _running--;
            }
        }
    }
}

using AnimatedImage.Conversion;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>One input of a call.</summary>
/// <param name="request">The request, with its source.</param>
/// <param name="known">What a listing said about the source; null = nothing.</param>
/// <param name="index">From 1, in the order of inputs.</param>
/// <param name="template">The name of the template it was made with; null = none.</param>
/// <param name="previousTurn">Done when the input before this one has taken its destinations.</param>
internal sealed class ConversionItem(ConversionRequest request, StoreObject? known, int index, string? template, Task previousTurn)
{
    private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The video.</summary>
    public MediaLocation Source { get; } = request.Source!;

    /// <summary>What is asked of it.</summary>
    public ConversionRequest Request => request;

    /// <summary>Done when this input has taken its destinations or has failed before.</summary>
    public Task Turn => _turn.Task;

    /// <summary>
    /// Prepares the conversion, side by side with others, then takes its destinations in the order of inputs: of two inputs on one
    /// name it is always the second that fails, however long the first took to prepare.
    /// </summary>
    public Task<PreparedConversion> PrepareAsync(Converter converter, DestinationRegistry? destinations, CancellationToken stopped) =>
        InTurnAsync(
            () => converter.PrepareAsync(request, Variables, known, stopped),
            prepared => destinations?.Claim(prepared),
            stopped);

    /// <summary>
    /// The results when all outputs are current, which one look at each tells without the source; else null, and the item is prepared as
    /// if this had not been asked.
    /// </summary>
    public async Task<IReadOnlyList<ConversionResult>?> TrySkipAsync(Converter converter, DestinationRegistry destinations, CancellationToken stopped)
    {
        try
        {
            if (await converter.TrySkipAsync(request, Variables, known, stopped).ConfigureAwait(false) is not { } skipped)
            {
                return null;
            }

            return await InTurnAsync(() => Task.FromResult(skipped), destinations.Claim, stopped).ConfigureAwait(false);
        }
        catch
        {
            HandOn();
            throw;
        }
    }

    private DestinationVariables Variables => new() { Index = index, Template = template, Date = TimeProvider.System.GetLocalNow() };

    private async Task<T> InTurnAsync<T>(Func<Task<T>> make, Action<T> claim, CancellationToken stopped)
    {
        try
        {
            T made = await make().ConfigureAwait(false);
            try
            {
                await previousTurn.WaitAsync(stopped).ConfigureAwait(false);
                claim(made);
                return made;
            }
            catch
            {
                if (made is IAsyncDisposable held)
                {
                    await held.DisposeAsync().ConfigureAwait(false);
                }

                throw;
            }
        }
        finally
        {
            HandOn();
        }
    }

    // An input that fails hands the turn on once it is its own.
    private void HandOn() => _ = previousTurn.ContinueWith(_ => _turn.TrySetResult(), TaskScheduler.Default);
}

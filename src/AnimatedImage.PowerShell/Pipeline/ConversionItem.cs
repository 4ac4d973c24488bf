using AnimatedImage.Conversion;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>One input of a call.</summary>
/// <param name="request">The request, with its source.</param>
/// <param name="index">From 1, in the order of inputs.</param>
/// <param name="template">The name of the template it was made with; null = none.</param>
/// <param name="previousTurn">Done when the input before this one has taken its destinations.</param>
internal sealed class ConversionItem(ConversionRequest request, int index, string? template, Task previousTurn)
{
    private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The video.</summary>
    public MediaLocation Source { get; } = request.Source!;

    /// <summary>Done when this input has taken its destinations or has failed before.</summary>
    public Task Turn => _turn.Task;

    /// <summary>
    /// Prepares the conversion, side by side with others, then takes its destinations in the order of inputs: of two inputs on one
    /// name it is always the second that fails, however long the first took to prepare.
    /// </summary>
    public async Task<PreparedConversion> PrepareAsync(Converter converter, DestinationRegistry? destinations, CancellationToken stopped)
    {
        try
        {
            DestinationVariables variables = new() { Index = index, Template = template, Date = TimeProvider.System.GetLocalNow() };
            PreparedConversion prepared = await converter.PrepareAsync(request, variables, stopped).ConfigureAwait(false);
            try
            {
                await previousTurn.WaitAsync(stopped).ConfigureAwait(false);
                destinations?.Claim(prepared);
                return prepared;
            }
            catch
            {
                await prepared.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        finally
        {
            // An input that fails hands the turn on once it is its own.
            _ = previousTurn.ContinueWith(_ => _turn.TrySetResult(), TaskScheduler.Default);
        }
    }
}

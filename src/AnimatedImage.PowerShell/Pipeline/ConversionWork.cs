using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AnimatedImage.Conversion;
using AnimatedImage.PowerShell.Stores;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Converts the inputs of one call, in a pipeline or in a job: plan, ask, convert, write.</summary>
/// <param name="converter">Does the work.</param>
/// <param name="stores">Says which profile an output was written with.</param>
/// <param name="atOnce">Inputs converted at once of those that are taken.</param>
internal sealed class ConversionWork(Converter converter, CommandStores stores, int atOnce)
{
    private const string Caption = "Convert video to animation";

    private readonly DestinationRegistry _destinations = new();

    // Places are given in the order in which they are asked for; a semaphore does not promise that.
    private readonly Channel<bool> _places = Channel.CreateBounded<bool>(atOnce);
    private Task _written = Task.CompletedTask;

    /// <summary>Where the inputs are counted; null for a single one.</summary>
    public BatchProgress? Batch { get; set; }

    /// <summary>True leaves what is current alone without a look at the source; not for <c>-WhatIf</c>, which tells the plan.</summary>
    public bool SkipsEarly { get; init; } = true;

    /// <summary>
    /// Takes the next input, to be called in the order of inputs: as many are converted at once as there are places, and what comes of
    /// them is written in their order, whichever is done first. One that waits to be written takes no place.
    /// </summary>
    public Func<ICommandStreams, CancellationToken, Task> Take(ConversionItem item)
    {
        Task place = _places.Writer.WriteAsync(true).AsTask();
        Task before = _written;
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _written = written.Task;
        return async (streams, stopped) =>
        {
            try
            {
                // Failures are written here, not by whoever awaits this: the next input's turn comes once they are.
                await WorkGuard.RunAsync(streams, item.Source, (_, token) => RunAsync(item, streams, place, before, token), stopped).ConfigureAwait(false);
            }
            finally
            {
                _ = before.ContinueWith(_ => written.TrySetResult(), TaskScheduler.Default);
            }
        };
    }

    /// <summary>Converts one input, whatever others do.</summary>
    public Task RunAsync(ConversionItem item, ICommandStreams streams, CancellationToken stopped) =>
        RunAsync(item, streams, Task.CompletedTask, Task.CompletedTask, stopped);

    /// <summary>Says what may surprise, once each, with the input's name.</summary>
    public static async Task WarnAsync(ICommandStreams streams, ConversionItem item, IEnumerable<string> warnings)
    {
        foreach (string warning in warnings.Distinct())
        {
            await streams.WriteWarningAsync($"{item.Source.Name}: {warning}").ConfigureAwait(false);
        }
    }

    private async Task RunAsync(ConversionItem item, ICommandStreams streams, Task place, Task before, CancellationToken stopped)
    {
        await place.WaitAsync(stopped).ConfigureAwait(false);
        try
        {
            Outcome outcome;
            try
            {
                outcome = await (Batch is { } batch ? batch.RunAsync(() => ConvertAsync(item, streams, stopped)) : ConvertAsync(item, streams, stopped)).ConfigureAwait(false);
            }
            finally
            {
                _places.Reader.TryRead(out _);
            }

            await before.WaitAsync(stopped).ConfigureAwait(false);
            await WarnAsync(streams, item, outcome.Warnings).ConfigureAwait(false);
            await WriteAsync(streams, outcome.Results).ConfigureAwait(false);
        }
        catch when (!stopped.IsCancellationRequested)
        {
            // What went wrong is told in turn as well.
            await before.WaitAsync(stopped).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Outcome> ConvertAsync(ConversionItem item, ICommandStreams streams, CancellationToken stopped)
    {
        if (SkipsEarly && await item.TrySkipAsync(converter, _destinations, stopped).ConfigureAwait(false) is { } skipped)
        {
            return new Outcome([], skipped);
        }

        PreparedConversion prepared = await item.PrepareAsync(converter, _destinations, stopped).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable held = prepared.ConfigureAwait(false);
        await Converter.CheckDestinationsAsync(prepared, stopped).ConfigureAwait(false);
        string plan = string.Join(Environment.NewLine, Enumerable.Range(0, prepared.Destinations.Count).Select(output => $"Convert {prepared.Describe(output)}"));
        if (!await streams.ShouldProcessAsync(plan, plan + "?", Caption).ConfigureAwait(false))
        {
            return new Outcome(prepared.Plan.Warnings, []);
        }

        ProgressRelay progress = new(streams, item.Source.Name, Batch?.Bar);
        await using (progress.ConfigureAwait(false))
        {
            IReadOnlyList<ConversionResult> results = await converter.RunAsync(prepared, progress, stopped).ConfigureAwait(false);
            return new Outcome([.. results.SelectMany(result => result.Warnings)], results);
        }
    }

    private async Task WriteAsync(ICommandStreams streams, IReadOnlyList<ConversionResult> results)
    {
        foreach (ConversionResult result in results)
        {
            await streams.WriteVerboseAsync(Timing(result)).ConfigureAwait(false);
            await streams.WriteObjectAsync(StorageName.On(result, stores.NameFor(result.Request, result.Destination))).ConfigureAwait(false);
        }
    }

    private static string Timing(ConversionResult result) => string.Create(
        CultureInfo.CurrentCulture,
        $"{result.Destination}: decoded in {result.DecodeTime.TotalSeconds:0.00} s, encoded in {result.EncodeTime.TotalSeconds:0.00} s.");

    private sealed record Outcome(IReadOnlyList<string> Warnings, IReadOnlyList<ConversionResult> Results);
}

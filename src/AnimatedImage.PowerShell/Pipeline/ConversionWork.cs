using System.Globalization;
using System.Runtime.CompilerServices;
using AnimatedImage.Conversion;
using AnimatedImage.PowerShell.Stores;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Converts the inputs of one call, in a pipeline or in a job: plan, ask, convert, write.</summary>
/// <param name="converter">Does the work.</param>
/// <param name="stores">Says which profile an output was written with.</param>
internal sealed class ConversionWork(Converter converter, CommandStores stores)
{
    private const string Caption = "Convert video to animation";

    private readonly DestinationRegistry _destinations = new();

    /// <summary>Where the inputs are counted; null for a single one.</summary>
    public BatchProgress? Batch { get; set; }

    /// <summary>True leaves what is current alone without a look at the source; not for <c>-WhatIf</c>, which tells the plan.</summary>
    public bool SkipsEarly { get; init; } = true;

    /// <summary>Converts one input.</summary>
    public Task RunAsync(ConversionItem item, ICommandStreams streams, CancellationToken stopped) =>
        Batch is { } batch ? batch.RunAsync(() => ConvertAsync(item, streams, stopped)) : ConvertAsync(item, streams, stopped);

    /// <summary>Says what may surprise, once each, with the input's name.</summary>
    public static async Task WarnAsync(ICommandStreams streams, ConversionItem item, IEnumerable<string> warnings)
    {
        foreach (string warning in warnings.Distinct())
        {
            await streams.WriteWarningAsync($"{item.Source.Name}: {warning}").ConfigureAwait(false);
        }
    }

    private async Task ConvertAsync(ConversionItem item, ICommandStreams streams, CancellationToken stopped)
    {
        if (SkipsEarly && await item.TrySkipAsync(converter, _destinations, stopped).ConfigureAwait(false) is { } skipped)
        {
            await WriteAsync(streams, skipped).ConfigureAwait(false);
            return;
        }

        PreparedConversion prepared = await item.PrepareAsync(converter, _destinations, stopped).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable held = prepared.ConfigureAwait(false);
        await Converter.CheckDestinationsAsync(prepared, stopped).ConfigureAwait(false);
        string plan = string.Join(Environment.NewLine, Enumerable.Range(0, prepared.Destinations.Count).Select(output => $"Convert {prepared.Describe(output)}"));
        if (!await streams.ShouldProcessAsync(plan, plan + "?", Caption).ConfigureAwait(false))
        {
            await WarnAsync(streams, item, prepared.Plan.Warnings).ConfigureAwait(false);
            return;
        }

        ProgressRelay progress = new(streams, item.Source.Name, Batch?.Bar);
        await using (progress.ConfigureAwait(false))
        {
            IReadOnlyList<ConversionResult> results = await converter.RunAsync(prepared, progress, stopped).ConfigureAwait(false);
            await WarnAsync(streams, item, results.SelectMany(result => result.Warnings)).ConfigureAwait(false);
            await WriteAsync(streams, results).ConfigureAwait(false);
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
}

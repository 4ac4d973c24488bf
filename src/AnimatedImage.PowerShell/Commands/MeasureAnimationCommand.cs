using System.Management.Automation;
using System.Runtime.CompilerServices;
using AnimatedImage.Conversion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells what a conversion would make: exact frames and an estimate of the bytes; nothing is written.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Animation", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ConversionEstimate))]
public sealed class MeasureAnimationCommand : ConversionCommand
{
    private protected override void ProcessSource(MediaLocation source)
    {
        // Nothing goes beside a web address, but nothing is written either.
        ConversionItem item = NextItem(source, source.Scheme == LocationScheme.Http ? System.IO.Path.GetTempPath() : null);
        Start(source, (streams, stopped) => MeasureAsync(item, streams, stopped));
    }

    private async Task MeasureAsync(ConversionItem item, ICommandStreams streams, CancellationToken stopped)
    {
        PreparedConversion prepared = await item.PrepareAsync(Converter, null, stopped).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable held = prepared.ConfigureAwait(false);
        IReadOnlyList<ConversionEstimate> estimates = await Converter.EstimateAsync(prepared, stopped).ConfigureAwait(false);
        await ConversionWork.WarnAsync(streams, item, estimates.SelectMany(estimate => estimate.Warnings)).ConfigureAwait(false);
        foreach (ConversionEstimate estimate in estimates)
        {
            await streams.WriteObjectAsync(estimate).ConfigureAwait(false);
        }
    }
}

using AnimatedImage.Conversion;
using AnimatedImage.Sinks;

namespace AnimatedImage.Jobs.Working;

/// <summary>The staged conversions of one job, published together.</summary>
internal sealed class StagedJob : IStagedJob
{
    private readonly List<StagedConversion> _conversions = [];

    /// <summary>How many are staged.</summary>
    public int Count => _conversions.Count;

    /// <inheritdoc/>
    public IReadOnlyList<(StagedFile File, ConversionResult Result)>? Outputs =>
        _conversions.All(each => each.Outputs is not null) ? [.. _conversions.SelectMany(each => each.Outputs!)] : null;

    /// <inheritdoc/>
    public IReadOnlyList<ConversionResult> Skipped => [.. _conversions.SelectMany(each => each.Skipped)];

    /// <summary>Takes one more.</summary>
    public void Add(StagedConversion conversion) => _conversions.Add(conversion);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ConversionResult>> PublishAsync()
    {
        List<ConversionResult> results = [];
        int published = 0;
        try
        {
            for (; published < _conversions.Count; published++)
            {
                results.AddRange(await _conversions[published].PublishAsync().ConfigureAwait(false));
            }
        }
        catch
        {
            foreach (StagedConversion conversion in _conversions.Take(published))
            {
                await conversion.WithdrawAsync().ConfigureAwait(false);
            }

            throw;
        }

        return results;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (StagedConversion conversion in _conversions)
        {
            await conversion.DisposeAsync().ConfigureAwait(false);
        }
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Conversion;

/// <summary>Joins the five stages: request → plan → frames → bytes → sink. Safe to use for many conversions at once.</summary>
/// <param name="tools">The ffmpeg in use.</param>
public sealed class Converter(FFmpegTools tools)
{
    /// <summary>The ffmpeg in use.</summary>
    public FFmpegTools Tools { get; } = tools;

    /// <summary>Probes the source and decides everything, including where outputs go; nothing is written.</summary>
    /// <exception cref="ConversionException">The request or the source is wrong.</exception>
    public Task<PreparedConversion> PrepareAsync(ConversionRequest request, DestinationVariables? variables, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Carries a prepared conversion out; one result per output, in the order of the formats.</summary>
    /// <exception cref="ConversionException">Any failure; nothing is left behind.</exception>
    public Task<IReadOnlyList<ConversionResult>> RunAsync(PreparedConversion conversion, IProgress<ConversionProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The exact frames and an estimate of the bytes of each output, from a sample of the clip; nothing is written.</summary>
    public Task<IReadOnlyList<ConversionEstimate>> EstimateAsync(PreparedConversion conversion, CancellationToken cancellationToken) => throw new NotImplementedException();
}

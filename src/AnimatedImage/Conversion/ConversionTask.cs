using AnimatedImage.Sinks;

namespace AnimatedImage.Conversion;

/// <summary>A prepared conversion among several that are carried out together.</summary>
/// <param name="Conversion">The conversion.</param>
/// <param name="Mark">
/// Letters, digits and dashes that the names of hidden files hold, so that <see cref="FileSink.RemoveHidden"/> finds what a killed process
/// left; null = nothing in particular.
/// </param>
/// <param name="Progress">Told about every frame, from any thread; may be null.</param>
public sealed record ConversionTask(PreparedConversion Conversion, string? Mark, IProgress<ConversionProgress>? Progress);

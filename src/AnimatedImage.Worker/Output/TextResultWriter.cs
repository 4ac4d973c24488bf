using System.Globalization;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Media;

namespace AnimatedImage.Worker.Output;

/// <summary>One line an item: results on standard output, warnings and errors on standard error.</summary>
internal sealed class TextResultWriter(TextWriter output, TextWriter error) : IResultWriter
{
    // The outputs of one source share their warnings; each is said once a source.
    private readonly HashSet<(string Source, string Warning)> _said = [];

    public void Write(ConversionResult result)
    {
        string what = result.IsSkipped ? " (current, skipped)" : result.Budget is { } budget ? $" ({budget})" : "";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Destination}: {result.Width}×{result.Height}, {result.FrameCount} frames, {result.Duration.TotalSeconds:0.##} s, {result.Bytes} bytes{what}"));
        Warn(result.Source.ToString(), result.Warnings);
    }

    public void Write(PreparedConversion conversion)
    {
        for (int index = 0; index < conversion.Plan.Outputs.Count; index++)
        {
            output.WriteLine(conversion.Describe(index));
        }

        Warn(conversion.Plan.Source.Input.Location.ToString(), conversion.Plan.Warnings);
    }

    public void Write(MediaInfo media) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{media.Input.Location}: {media.Video.Width}×{media.Video.Height}, {media.Video.FrameRate.Value:0.###} fps, {media.Duration.TotalSeconds:0.###} s, {media.Video.Codec} in {media.Container}"));

    public void Write(string path, AnimationInfo animation) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{path}: {animation.Format}, {animation.Width}×{animation.Height}, {animation.FrameCount} frames, {animation.Duration.TotalSeconds:0.###} s, plays {(animation.PlayCount == 0 ? "forever" : animation.PlayCount)}, {animation.Bytes} bytes"));

    public void Write(string source, ConversionException failure)
    {
        error.WriteLine($"error {failure.ErrorId}: {failure.Message}");
        if (failure.Advice is not null)
        {
            error.WriteLine($"  {failure.Advice}");
        }
    }

    private void Warn(string source, IEnumerable<string> warnings)
    {
        foreach (string warning in warnings.Where(warning => _said.Add((source, warning))))
        {
            error.WriteLine($"warning: {warning}");
        }
    }
}

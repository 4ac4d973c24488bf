using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Media;

namespace AnimatedImage.Worker.Output;

/// <summary>Tells what came out: for people or for programs.</summary>
internal interface IResultWriter
{
    /// <summary>An output was written or found current.</summary>
    void Write(ConversionResult result);

    /// <summary>What would be done, for <c>--what-if</c>.</summary>
    void Write(PreparedConversion conversion);

    /// <summary>What a video is.</summary>
    void Write(MediaInfo media);

    /// <summary>What an animated image is.</summary>
    void Write(string path, AnimationInfo animation);

    /// <summary>A source failed.</summary>
    void Write(string source, ConversionException failure);
}

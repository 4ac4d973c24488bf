using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Apng;

/// <summary>How ffmpeg's <c>apng</c> is told the settings. It is lossless whatever the quality.</summary>
internal static class ApngArguments
{
    /// <summary>The arguments from the encoder's name on.</summary>
    public static IReadOnlyList<string> For(EncoderSettings settings) =>
    [
        "-c:v", "apng",
        // Three channels where the fourth says nothing: a tenth smaller.
        "-pix_fmt", settings.HasAlpha ? "rgba" : "rgb24",
        // The best filter for each row instead of none at all: photographs shrink by a third.
        "-pred", "mixed",
        .. EncoderArguments.Output("apng"),
    ];
}

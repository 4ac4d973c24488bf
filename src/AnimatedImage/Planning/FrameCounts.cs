using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>How many frames a selection takes.</summary>
internal static class FrameCounts
{
    // Encoders set a key frame at scene cuts and at least every few seconds; two is a middling guess.
    private static readonly Rational KeyFrameRate = new(1, 2);

    /// <summary>Frames taken, at least one: exact for a grid, else from the average frame rate.</summary>
    public static int Taken(FrameSelectionKind kind, IReadOnlyList<ReadWindow> windows, TimeSpan length, MediaInfo media)
    {
        long every = Math.Max(1, media.Video.FrameCount is { } known && length == media.Duration ? known : InTime(length, media.Video.FrameRate));
        long count = kind switch
        {
            FrameSelectionKind.Grid => windows.Sum(window => (long)window.SampleCount),
            FrameSelectionKind.KeyFrames => Math.Clamp(InTime(length, KeyFrameRate), 1, every),
            _ => every,
        };
        return (int)Math.Min(count, int.MaxValue);
    }

    private static long InTime(TimeSpan length, Rational rate) => Exact.Round(Exact.Product(Exact.Seconds(length), rate));
}

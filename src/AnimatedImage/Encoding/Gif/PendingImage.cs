namespace AnimatedImage.Encoding.Gif;

/// <summary>An image that is being encoded.</summary>
/// <param name="encoder">Who encodes it.</param>
/// <param name="progress">How far.</param>
internal sealed class PendingImage(FrameEncoder encoder, RowProgress progress)
{
    private static readonly Task<EncodedImage> s_notBegun = Task.FromException<EncodedImage>(new InvalidOperationException("The image was not begun."));

    /// <summary>Who encodes it; holds the bytes afterwards.</summary>
    public FrameEncoder Encoder { get; } = encoder;

    /// <summary>How far it is.</summary>
    public RowProgress Progress { get; } = progress;

    /// <summary>Gives what it became when it is done.</summary>
    public Task<EncodedImage> Work { get; set; } = s_notBegun;

    /// <summary>True when its part of the canvas is cleared before the next image.</summary>
    public required bool ClearsAfter { get; init; }

    /// <summary>Centiseconds; grows while later frames show nothing new.</summary>
    public required int Delay { get; set; }
}

using AnimatedImage.Frames;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Encoding;

/// <summary>Frames → bytes of one format.</summary>
public interface IFrameEncoder
{
    /// <summary>The format it writes.</summary>
    OutputFormat Format { get; }

    /// <summary>How it wants the frames' pixels.</summary>
    /// <param name="settings">What it will be told.</param>
    PixelLayout LayoutFor(EncoderSettings settings) => PixelLayout.Rgba;

    /// <summary>
    /// Encodes the frames in order and yields the file's bytes in order; a chunk is valid until the next one is asked for. Takes
    /// frames only as fast as it encodes them, disposes each, and holds a bounded number whatever the length.
    /// </summary>
    /// <exception cref="Failures.ConversionException">The encoder failed or is missing.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> EncodeAsync(IAsyncEnumerable<TimedFrame> frames, EncoderSettings settings, CancellationToken cancellationToken);
}

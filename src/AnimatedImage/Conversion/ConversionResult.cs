using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>One output of one source, written. Immutable.</summary>
public sealed record ConversionResult
{
    /// <summary>The video.</summary>
    public required MediaLocation Source { get; init; }

    /// <summary>The animated image.</summary>
    public required MediaLocation Destination { get; init; }

    /// <summary>Its format.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>
    /// Frames handed to the encoder, which may store unchanged ones as a longer delay; where a local file was left as it was, the frames that
    /// it holds, which may be fewer.
    /// </summary>
    public required int FrameCount { get; init; }

    /// <summary>Total plays; 0 = forever.</summary>
    public required int PlayCount { get; init; }

    /// <summary>Playing time of one round.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Average frames a second.</summary>
    public required double FrameRate { get; init; }

    /// <summary>Effective start on the source.</summary>
    public required TimeSpan StartTime { get; init; }

    /// <summary>Effective end on the source.</summary>
    public required TimeSpan EndTime { get; init; }

    /// <summary>Size of the output.</summary>
    public required long Bytes { get; init; }

    /// <summary>Lower-case hexadecimal; null when an object was left as it was and its store does not tell.</summary>
    public required string? Md5 { get; init; }

    /// <summary>Lower-case hexadecimal; null when an object was left as it was.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>The version mark that the store gave the output; null for local files.</summary>
    public string? ETag { get; init; }

    /// <summary>Bytes read from the source's store for all outputs of the conversion, those read in vain included; null for local sources.</summary>
    public long? BytesRead { get; init; }

    /// <summary>Bytes written to the destination's store; null for local files.</summary>
    public long? BytesWritten { get; init; }

    /// <summary>What MaxSize made of this output; null without a MaxSize, and when the output was left as it was.</summary>
    public BudgetOutcome? Budget { get; init; }

    /// <summary>Wall time from the first frame asked for to the last one decoded; encoding runs alongside.</summary>
    public required TimeSpan DecodeTime { get; init; }

    /// <summary>Wall time from the first frame to the last byte of this output.</summary>
    public required TimeSpan EncodeTime { get; init; }

    /// <summary>
    /// How the source was read in the end; <see cref="ReadingMode.FromBeginning"/> tells of one that cannot be sought. Null when nothing
    /// was read.
    /// </summary>
    public ReadingMode? Reading { get; init; }

    /// <summary>True when nothing was done because the destination was current.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>What may surprise; full sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Identifies source content, settings and engine; the same key means the same bytes.</summary>
    public required string ContentKey { get; init; }

    /// <summary>The name of the template that the request was made with; null = none.</summary>
    public string? Template { get; init; }

    /// <summary>The request with every default filled in.</summary>
    public required ConversionRequest Request { get; init; }
}

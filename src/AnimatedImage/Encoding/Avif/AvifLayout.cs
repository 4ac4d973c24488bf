namespace AnimatedImage.Encoding.Avif;

/// <summary>Everything that the boxes before the media data depend on.</summary>
internal sealed record AvifLayout
{
    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>True when red, green and blue are stored as they are.</summary>
    public required bool IsRgb { get; init; }

    /// <summary>Ticks a second of <see cref="Delays"/>.</summary>
    public required int Timescale { get; init; }

    /// <summary>How long each frame is shown.</summary>
    public required IReadOnlyList<int> Delays { get; init; }

    /// <summary>Total plays; 0 = forever.</summary>
    public required int PlayCount { get; init; }

    /// <summary>The colour stream.</summary>
    public required Av1Samples Color { get; init; }

    /// <summary>The alpha stream; null when there is none.</summary>
    public Av1Samples? Alpha { get; init; }

    /// <summary>Sum of the delays.</summary>
    public ulong Duration => Delays.Aggregate(0UL, static (sum, delay) => sum + (ulong)delay);

    /// <summary>True for more than one frame; a single frame is a still, which more programs read.</summary>
    public bool IsSequence => Delays.Count > 1;

    /// <summary>Bytes of all samples.</summary>
    public long MediaLength => Color.Bytes.Length + (Alpha?.Bytes.Length ?? 0);

    /// <summary>How many samples follow each other: all of them, or one where those of two streams take turns. A chunk costs four bytes.</summary>
    public int SamplesInChunk => Alpha is null ? Delays.Count : 1;

    /// <summary>
    /// Where the samples of one stream lie behind the start of the media data: each frame's alpha follows its colour, so that a
    /// player can begin before it has everything.
    /// </summary>
    public IEnumerable<long> OffsetsOf(Av1Samples stream)
    {
        long offset = 0;
        for (int index = 0; index < Delays.Count; index++)
        {
            yield return stream == Alpha ? offset + Color.Lengths[index] : offset;
            offset += Color.Lengths[index] + (Alpha?.Lengths[index] ?? 0);
        }
    }
}

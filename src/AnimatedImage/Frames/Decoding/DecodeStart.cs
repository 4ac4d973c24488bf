using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>Where a decode begins, so that the first frame needed is sure to be among what is decoded.</summary>
/// <param name="Seek">What <c>-ss</c> aims at, counted from the container's first timestamp; null decodes from the beginning.</param>
/// <param name="LeadIn">From how long before the window on frames are let through.</param>
internal readonly record struct DecodeStart(TimeSpan? Seek, TimeSpan LeadIn)
{
    // A frame that is held on screen for longer than this when the window begins costs a second attempt.
    private static readonly TimeSpan UsualLeadIn = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongMargin = TimeSpan.FromSeconds(15);

    /// <summary>The attempts, the cheapest first; the last one cannot begin too late.</summary>
    /// <param name="input">What is decoded.</param>
    /// <param name="window">The part that is needed.</param>
    /// <param name="selection">How frames are chosen.</param>
    public static IEnumerable<DecodeStart> Attempts(DecodeInput input, ReadWindow window, FrameSelection selection)
    {
        TimeSpan first = First(window, selection.Kind);
        TimeSpan everything = first + input.Offset + TimeSpan.FromSeconds(1);

        // Key frames lie far apart and are few: all are let through.
        TimeSpan leadIn = selection.Kind == FrameSelectionKind.KeyFrames || selection.KeyFramesWillDo ? everything : UsualLeadIn;
        if (input.IsSeekable && first > input.SeekFrom)
        {
            TimeSpan target = first + input.Offset - input.SeekMargin;
            if (target > TimeSpan.Zero)
            {
                yield return new DecodeStart(target, leadIn);
            }

            target -= LongMargin;
            if (target > TimeSpan.Zero)
            {
                yield return new DecodeStart(target, everything);
            }
        }

        yield return new DecodeStart(null, everything);
    }

    /// <summary>The source time that is needed first.</summary>
    public static TimeSpan First(ReadWindow window, FrameSelectionKind kind) =>
        kind == FrameSelectionKind.Grid ? window.FirstSample : window.Start;
}

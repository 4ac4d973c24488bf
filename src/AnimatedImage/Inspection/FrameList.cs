using System.Globalization;
using AnimatedImage.Failures;

namespace AnimatedImage.Inspection;

/// <summary>Collects the frames of one file up to a limit, so that a small hostile file cannot make a long list.</summary>
internal sealed class FrameList
{
    /// <summary>Frames that a file may have; more than an hour at 24 frames a second.</summary>
    public const int MaxFrames = 100_000;

    private readonly ContainerReader _reader;
    private readonly List<AnimationFrameInfo> _frames = [];

    /// <summary>Starts an empty list and tells the reader's failures how many frames were whole.</summary>
    public FrameList(ContainerReader reader)
    {
        _reader = reader;
        reader.Progress = () => Describe(_frames.Count);
    }

    /// <summary>Frames so far.</summary>
    public int Count => _frames.Count;

    /// <summary>The frames so far.</summary>
    public IReadOnlyList<AnimationFrameInfo> Frames => _frames;

    /// <summary>Sum of the delays so far.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Adds a frame.</summary>
    public void Add(TimeSpan delay, int x, int y, int width, int height, long bytes, FrameDisposal disposal, FrameBlend blend)
    {
        if (_frames.Count == MaxFrames)
        {
            throw TooMany(_reader);
        }

        _frames.Add(new AnimationFrameInfo(_frames.Count, delay, x, y, width, height, bytes) { Disposal = disposal, Blend = blend });
        // A hostile file's delays can add up to more than a time can hold.
        Duration = delay < TimeSpan.MaxValue - Duration ? Duration + delay : TimeSpan.MaxValue;
    }

    /// <summary>Refuses a count that the file gives in advance.</summary>
    public void Announce(uint count)
    {
        if (count > MaxFrames)
        {
            throw TooMany(_reader);
        }
    }

    /// <summary>How many frames were whole, in words; empty for none.</summary>
    public static string Describe(int count) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} whole {(count == 1 ? "frame" : "frames")}");

    /// <summary>The failure for a file with more frames than are read.</summary>
    public static ConversionException TooMany(ContainerReader reader) =>
        reader.Damaged(string.Create(CultureInfo.InvariantCulture, $"it claims more than {MaxFrames} frames, the most that are read"));
}

using AnimatedImage.Planning;

namespace AnimatedImage.Conversion;

/// <summary>
/// Which conversions one decode serves: those that take the same frames of the same source. They may differ in size, crop and background, in
/// how the frames play, and in everything about their outputs. An output with a budget keeps its frames to itself. Different frames are different decodes: a seek to each costs less than
/// decoding and handing on what only one of them needs.
/// </summary>
internal static class SharedDecode
{
    // All forms of a picture are one frame, of which a few are under way at a time. A picture may be wanted in both layouts.
    private const long MostBytesPerFrame = 64L << 20;

    /// <summary>The conversions in groups, each in the order given; a conversion that shares with nobody is a group of its own.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> Group<T>(IReadOnlyList<T> conversions, Func<T, ConversionPlan> plan)
    {
        List<List<T>> groups = [];
        foreach (T conversion in conversions)
        {
            List<T>? group = groups.Find(group => TakeTheSameFrames(plan(group[0]), plan(conversion)) && BytesPerFrame([.. group.Append(conversion).Select(plan)]) <= MostBytesPerFrame);
            if (group is null)
            {
                groups.Add([conversion]);
            }
            else
            {
                group.Add(conversion);
            }
        }

        return groups;
    }

    /// <summary>What is read for all of a group: the frames of any of its plans, and no more of them than every one allows.</summary>
    public static ConversionPlan Join(IReadOnlyList<ConversionPlan> plans) => plans[0] with { MaxFrame = plans.Min(plan => plan.MaxFrame) };

    // An object in a store has an address of its own for each conversion; its identity is what counts.
    private static bool TakeTheSameFrames(ConversionPlan one, ConversionPlan other) =>
        one.Budget.MaxSize is null && other.Budget.MaxSize is null
        && one.Source.Input.Location == other.Source.Input.Location
        && one.Source.Input.Identity == other.Source.Input.Identity
        && one.Source.Bytes == other.Source.Bytes
        && one.Source.Video == other.Source.Video
        && one.Selection == other.Selection
        && one.Windows.SequenceEqual(other.Windows)
        && one.Timeout == other.Timeout;

    private static long BytesPerFrame(ConversionPlan[] plans)
    {
        PictureTransform[] pictures = [.. plans.Select(plan => plan.Picture).Distinct()];
        return pictures.Length == 1 ? 0 : pictures.Sum(picture => 11L * picture.CanvasWidth * picture.CanvasHeight / 2);
    }
}

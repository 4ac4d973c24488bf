namespace AnimatedImage.Requests;

/// <summary>
/// How large a file may become, and what is given up for that. Without a priority quality, frame rate and dimensions are lowered
/// together. What a list names first is given up last; what it does not name is given up before everything that it names.
/// </summary>
public sealed record SizeBudget
{
    /// <summary>Largest budget: 1 TB.</summary>
    public const long LargestMaxSize = 1L << 40;

    /// <summary>Most bytes that each output may have, 1–2⁴⁰; default no limit.</summary>
    public long? MaxSize { get; init; }

    /// <summary>What is kept longest, in order; each name once. Default: all three are lowered together.</summary>
    public IReadOnlyList<SizePriority>? Priority { get; init => field = ValueList<SizePriority>.Of(value); }

    /// <summary>The rules.</summary>
    /// <param name="isWhole">True when nothing can be added any more; a template may say only what is to be given up.</param>
    internal IEnumerable<RequestProblem> Check(bool isWhole)
    {
        if (MaxSize is < 1 or > LargestMaxSize)
        {
            yield return RequestProblem.OutOfRange("MaxSize", MaxSize, "from 1 to 1099511627776 bytes (1 TB)");
        }

        if (Priority is not { } priority)
        {
            yield break;
        }

        foreach (SizePriority unknown in priority.Where(each => !Enum.IsDefined(each)))
        {
            yield return RequestProblem.OutOfRange("SizePriority", unknown, "Quality, FrameRate or Dimensions");
        }

        if (priority.Count == 0 || priority.Distinct().Count() < priority.Count)
        {
            yield return RequestProblem.Invalid("SizePriority", priority.Count == 0 ? "SizePriority names nothing." : $"SizePriority names something twice: {string.Join(", ", priority)}.");
        }

        if (isWhole && MaxSize is null)
        {
            yield return RequestProblem.Contradiction("SizePriority", "SizePriority says what is given up for MaxSize, and there is no MaxSize; give one, or leave out SizePriority.");
        }
    }

    /// <summary>Merges with a template's.</summary>
    internal SizeBudget Over(SizeBudget template) => new()
    {
        MaxSize = MaxSize ?? template.MaxSize,
        Priority = Priority ?? template.Priority,
    };
}

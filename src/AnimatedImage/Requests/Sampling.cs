namespace AnimatedImage.Requests;

/// <summary>Which source frames are taken, apart from how fast they play. At most one way of sampling is set; none means every frame that the frame rate needs.</summary>
public sealed record Sampling
{
    /// <summary>Longest interval in seconds.</summary>
    public const double MaxInterval = 86400;

    /// <summary>Highest sampling rate in frames a second of the source.</summary>
    public const double MaxRate = 240;

    /// <summary>Largest number of samples.</summary>
    public const int MaxCount = 100_000;

    /// <summary>One frame every so many seconds of the source; (0, 86400], counted in microseconds.</summary>
    public double? Interval { get; init; }

    /// <summary>So many frames a second of the source; (0, 240], counted in millionths.</summary>
    public double? Rate { get; init; }

    /// <summary>So many frames, evenly spaced over what is taken; 1–100000.</summary>
    public int? Count { get; init; }

    /// <summary>True takes the key frames only; false is as good as unset.</summary>
    public bool? KeyFrameOnly { get; init; }

    /// <summary>Which frame stands for a sample; default <see cref="FrameAccuracy.Exact"/>.</summary>
    public FrameAccuracy? Accuracy { get; init; }

    /// <summary>True when one of the ways of sampling is chosen.</summary>
    internal bool IsChosen => Chosen.Any();

    private IEnumerable<string> Chosen
    {
        get
        {
            (bool IsSet, string Name)[] ways =
            [
                (Interval is not null, "SampleInterval"), (Rate is not null, "SampleRate"), (Count is not null, "FrameCount"), (KeyFrameOnly == true, "KeyFrameOnly"),
            ];
            return ways.Where(way => way.IsSet).Select(way => way.Name);
        }
    }

    internal IEnumerable<RequestProblem> Check()
    {
        string[] chosen = [.. Chosen];
        if (chosen.Length > 1)
        {
            yield return RequestProblem.Contradiction(chosen[0], $"{string.Join(" and ", chosen)} are different ways of choosing frames; give one of them.");
        }

        if (Interval is { } interval && !RequestProblem.IsWithin(interval, Playback.Smallest, MaxInterval))
        {
            yield return RequestProblem.OutOfRange("SampleInterval", interval, "more than 0 and at most 86400 seconds");
        }

        if (Rate is { } rate && !RequestProblem.IsWithin(rate, Playback.Smallest, MaxRate))
        {
            yield return RequestProblem.OutOfRange("SampleRate", rate, "more than 0 and at most 240 frames a second");
        }

        if (Count is < 1 or > MaxCount)
        {
            yield return RequestProblem.OutOfRange("FrameCount", Count, "from 1 to 100000");
        }

        if (Accuracy is { } accuracy && !Enum.IsDefined(accuracy))
        {
            yield return RequestProblem.OutOfRange("FrameAccuracy", accuracy, "Exact or Fast");
        }
    }

    internal Sampling Over(Sampling template) => (IsChosen ? this : template with { KeyFrameOnly = KeyFrameOnly ?? template.KeyFrameOnly }) with
    {
        Accuracy = Accuracy ?? template.Accuracy,
    };

    internal Sampling WithDefaults() => this with { KeyFrameOnly = KeyFrameOnly ?? false, Accuracy = Accuracy ?? FrameAccuracy.Exact };
}

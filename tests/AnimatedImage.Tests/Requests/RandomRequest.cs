using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Requests;

/// <summary>Requests with any members set, each in its range; some contradict themselves.</summary>
internal static class RandomRequest
{
    public static ConversionRequest Create(Random random) => new()
    {
        Source = Maybe(random, () => MediaLocation.Parse(random.Next(2) == 0 ? "cli p\n'\"<ü😀>.mp4" : "s3://bucket/key \"1\"/x.mp4")),
        Destination = Maybe(random, () => "out/{name}-{index:000}{autoext}"),
        Formats = Maybe(random, () => OutputFormats.All.Where(_ => random.Next(2) == 0).ToArray()),
        Clip = new()
        {
            StartTime = Perhaps(random, () => Time(random)),
            EndTime = Perhaps(random, () => Time(random)),
            Duration = Perhaps(random, () => Time(random)),
            TrimEnd = Perhaps(random, () => Time(random)),
            Segments = Maybe(random, () => Enumerable.Range(0, random.Next(3)).Select(_ => new ClipSegment { Start = Time(random), Duration = TimePosition.FromSeconds(1 + random.NextDouble()) }).ToArray()),
            Strict = Truth(random),
        },
        Sampling = new()
        {
            Interval = Perhaps(random, random.NextDouble),
            Rate = Perhaps(random, () => random.NextDouble() * 100),
            Count = Perhaps(random, () => random.Next(1000)),
            KeyFrameOnly = Truth(random),
            Accuracy = Perhaps(random, () => (FrameAccuracy)random.Next(2)),
        },
        Playback = new()
        {
            FrameRate = Perhaps(random, () => random.NextDouble() * 60),
            Speed = Perhaps(random, () => Math.Pow(10, (random.NextDouble() * 4) - 2)),
            PlayMode = Perhaps(random, () => (PlayMode)random.Next(3)),
            EndDelay = Perhaps(random, random.NextDouble),
            LoopCrossfade = Perhaps(random, random.NextDouble),
            PlayCount = Perhaps(random, () => random.Next(65536)),
        },
        Size = new()
        {
            Width = Perhaps(random, () => FrameDimension.FromNumber(random.Next(1, 16384))),
            Height = Perhaps(random, () => FrameDimension.FromNumber(0.1 + (random.NextDouble() / 2))),
            LongSide = Perhaps(random, () => random.Next(1000, 16384)),
            ShortSide = Perhaps(random, () => random.Next(1, 1000)),
            Scale = Perhaps(random, () => 0.1 + random.NextDouble()),
            ScaleType = Perhaps(random, () => (ScaleType)random.Next(4)),
            Padding = Maybe(random, () => random.Next(2) == 0 ? Padding.Blur : Padding.Black),
            Crop = Maybe(random, () => new CropRectangle(random.Next(100), random.Next(100), random.Next(1, 100), random.Next(1, 100))),
            AllowUpscale = Truth(random),
        },
        Picture = new()
        {
            Quality = Perhaps(random, () => random.Next(1, 101)),
            Lossless = Truth(random),
            Colors = Perhaps(random, () => random.Next(2, 257)),
            Dither = Perhaps(random, random.NextDouble),
            Background = Perhaps(random, () => new RgbColor((byte)random.Next(256), 0, 255)),
            Matte = Perhaps(random, () => new RgbColor(1, (byte)random.Next(256), 254)),
        },
        Budget = new()
        {
            MaxSize = Perhaps(random, () => random.NextInt64(1, 1L << 40)),
            Priority = Maybe(random, () => Enum.GetValues<SizePriority>().Where(_ => random.Next(2) == 0).Reverse().ToArray()),
        },
        Limits = new()
        {
            MaxFrame = Perhaps(random, () => random.Next(1, 1000)),
            MaxPixel = Perhaps(random, () => random.NextInt64(1, 1L << 32)),
            Timeout = Perhaps(random, () => TimeSpan.FromTicks(random.NextInt64(1, TimeSpan.TicksPerDay * 7))),
        },
        Object = new()
        {
            Metadata = Maybe(random, () => new Dictionary<string, string> { ["owner"] = "a \"b\"", ["Job"] = "" }),
            CacheControl = Maybe(random, () => "public, max-age=60"),
            Tags = Maybe(random, () => new Dictionary<string, string> { ["ü"] = "ö" }),
            StorageClass = Maybe(random, () => "STANDARD_IA"),
        },
        Storage = Maybe(random, () => "ceph"),
        DestinationStorage = Maybe(random, () => "cos"),
        Force = random.Next(2) == 0,
        SkipExisting = random.Next(2) == 0,
    };

    private static TimePosition Time(Random random) => random.Next(3) == 0
        ? TimePosition.Parse(FormattableString.Invariant($"{random.Next(101)}%"))
        : TimePosition.FromSeconds((random.NextDouble() - 0.5) * 1000);

    private static bool? Truth(Random random) => Perhaps(random, () => random.Next(2) == 0);

    private static T? Perhaps<T>(Random random, Func<T> create)
        where T : struct => random.Next(2) == 0 ? create() : null;

    private static T? Maybe<T>(Random random, Func<T> create)
        where T : class => random.Next(2) == 0 ? create() : null;
}

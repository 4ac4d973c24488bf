using AnimatedImage.Failures;
using AnimatedImage.Frames;
using AnimatedImage.Frames.Decoding;
using AnimatedImage.Frames.Nut;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using static AnimatedImage.Tests.Frames.TestPlans;

namespace AnimatedImage.Tests.Frames;

public sealed class FFmpegFrameSourceTests(NumberedClips clips) : IClassFixture<NumberedClips>
{
    private const double Tolerance = 0.01;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(NumberedClips.Names), MemberType = typeof(NumberedClips))]
    public async Task AGridShowsTheFrameOnScreen(string name)
    {
        string path = clips.Make(name);
        IReadOnlyList<(double Time, int Number)> truth = NumberedClips.DecodeAll(path);
        MediaInfo media = Probe(path);
        var random = new Random(name.Length);
        double end = truth[^1].Time;
        foreach (Rational rate in (Rational[])[new(7, 3), new(24000, 1001)])
        {
            // One window that begins exactly with a frame, one anywhere, one at the very start.
            await AssertGridAsync(media, truth, rate, truth[truth.Count / 2].Time, Math.Round(random.NextDouble() * (end - 1), 3) + 0.0003, 0);
        }
    }

    [Theory]
    [MemberData(nameof(NumberedClips.Names), MemberType = typeof(NumberedClips))]
    public async Task EveryFrameOfAWindowComesAtItsOwnTime(string name)
    {
        string path = clips.Make(name);
        IReadOnlyList<(double Time, int Number)> truth = NumberedClips.DecodeAll(path);
        MediaInfo media = Probe(path);
        double end = truth[^1].Time;
        (double Start, double End)[][] cases = [[(0, end + 1)], [(truth[truth.Count / 2].Time, end), (0.0371, 0.5), (end / 3, end / 2), (end - 0.0051, end + 0.1)]];
        foreach ((double Start, double End)[] windows in cases)
        {
            var expected = new List<(double Time, int Number)>();
            double before = 0;
            foreach ((double start, double stop) in windows)
            {
                expected.Add((before, OnScreen(truth, start + Tolerance)));
                expected.AddRange(truth.Where(frame => frame.Time > start + Tolerance && frame.Time < stop - Tolerance).Select(frame => (before + frame.Time - start, frame.Number)));
                before += stop - start;
            }

            var selection = new FrameSelection { Kind = FrameSelectionKind.EveryFrame, Tolerance = Seconds(Tolerance) };
            ReadWindow[] read = [.. windows.Select(window => new ReadWindow(Seconds(window.Start), Seconds(window.End), Seconds(window.Start), 0))];
            var frames = await ReadAsync(Create(media, selection, read));

            Assert.Equal(expected.Select(frame => frame.Number), frames.Select(frame => frame.Number));
            Assert.All(expected.Zip(frames), pair => Assert.Equal(pair.First.Time, pair.Second.Time.TotalSeconds, 0.0011));
        }
    }

    [Fact]
    public async Task SparseSamplesComeFromWhereTheyLie()
    {
        string path = clips.Make("minute.mp4");
        MediaInfo media = Probe(path);
        var selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = new Rational(1, 11), Tolerance = Seconds(Tolerance) };

        var frames = await ReadAsync(Sought(Create(media, selection, new ReadWindow(Seconds(2.5), Seconds(60), Seconds(2.5), 6))));

        // Ten frames a second.
        Assert.Equal([25, 135, 245, 355, 465, 575], frames.Select(frame => frame.Number));
        Assert.Equal([0, 11, 22, 33, 44, 55], frames.Select(frame => frame.Time.TotalSeconds));
    }

    [Fact]
    public async Task SparseSamplesOfSeveralWindowsComeInTheirOrder()
    {
        MediaInfo media = Probe(clips.Make("minute.mp4"));
        var selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = new Rational(1, 20), Tolerance = Seconds(Tolerance) };

        var frames = await ReadAsync(Sought(Create(
            media, selection, new ReadWindow(Seconds(30), Seconds(60), Seconds(30), 2), new ReadWindow(Seconds(1), Seconds(60), Seconds(1), 3))));

        Assert.Equal([300, 500, 10, 210, 410], frames.Select(frame => frame.Number));
        Assert.Equal([0, 20, 40, 60, 80], frames.Select(frame => frame.Time.TotalSeconds));
    }

    [Fact]
    public async Task SparseSamplesThatNobodyWantsAnyMoreAreGivenUp()
    {
        MediaInfo media = Probe(clips.Make("minute.mp4"));
        var selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = new Rational(1, 10), Tolerance = Seconds(Tolerance) };
        ConversionPlan plan = Sought(Create(media, selection, new ReadWindow(Seconds(0), Seconds(60), Seconds(0), 6)));
        FramePool? pool = null;

        await foreach (Frame frame in new FFmpegFrameSource(Tools, plan).ReadAsync(Token))
        {
            using (frame)
            {
                pool = frame.Pool;
            }

            break;
        }

        Assert.Equal(0, pool!.InUse);
    }

    [Fact]
    public async Task KeyFramesComeAtTheirOwnTimes()
    {
        string path = clips.Make("simple.avi");
        IReadOnlyList<(double Time, int Number)> truth = NumberedClips.DecodeAll(path);
        string[] flags = Ffmpeg.Probe($"-select_streams v:0 -show_entries frame=key_frame -of csv=p=0 {path}");
        (double Time, int Number)[] keys = [.. truth.Where((_, i) => flags[i].StartsWith('1'))];
        var selection = new FrameSelection { Kind = FrameSelectionKind.KeyFrames };

        var frames = await ReadAsync(Create(Probe(path), selection, new ReadWindow(Seconds(1.7), Seconds(5), Seconds(1.7), 0)));

        // The key frame that is in force at the start comes first.
        Assert.InRange(frames.Count, 3, 20);
        Assert.Equal(keys.Last(key => key.Time <= 1.7).Number, frames[0].Number);
        Assert.Equal(TimeSpan.Zero, frames[0].Time);
        Assert.Equal(
            keys.Where(key => key.Time is > 1.7 and < 5).Select(key => (Math.Round((key.Time - 1.7) * 1000), key.Number)),
            frames.Skip(1).Select(frame => (Math.Round(frame.Time.TotalMilliseconds), frame.Number)));
    }

    [Fact]
    public async Task MoreFramesThanAllowedAreAnError()
    {
        MediaInfo media = Probe(clips.Make("simple.avi"));
        ConversionPlan plan = Everything(media) with { MaxFrame = 20 };

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ReadAsync(plan));

        Assert.Equal(ErrorId.TooManyFrames, failure.ErrorId);
    }

    [Fact]
    public async Task ATimeLimitEndsTheReading()
    {
        MediaInfo media = Probe(clips.Make("simple.avi"));
        ConversionPlan plan = Everything(media) with { Timeout = TimeSpan.FromMilliseconds(1) };

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ReadAsync(plan));

        Assert.Equal(ErrorId.TimedOut, failure.ErrorId);
    }

    [Fact]
    public async Task NoFrameAtAllIsAnError()
    {
        MediaInfo media = Probe(clips.Make("simple.avi"));
        byte[] bytes = await File.ReadAllBytesAsync(media.Input.Location.Path, Token);
        using var folder = new TemporaryFolder();
        string path = folder.File("empty.avi");
        int data = bytes.AsSpan().IndexOf("movi"u8);
        bytes.AsSpan(data + 4).Clear();
        await File.WriteAllBytesAsync(path, bytes, Token);

        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(
            () => ReadAsync(Everything(media with { Input = media.Input with { Address = "file:" + path } })));

        Assert.True(failure.Kind == FailureKind.Source, failure.Message + failure.Log);
    }

    [Fact]
    public async Task FewerFramesThanPlannedAreNoError()
    {
        MediaInfo media = Probe(clips.Make("simple.avi"));
        var selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = new Rational(10, 1), Tolerance = Seconds(Tolerance) };

        var frames = await ReadAsync(Create(media, selection, new ReadWindow(Seconds(5), Seconds(60), Seconds(5), 550)));

        Assert.InRange(frames.Count, 9, 12);
    }

    [Fact]
    public async Task StoppingEarlyEndsTheChild()
    {
        await foreach (Frame frame in new FFmpegFrameSource(Tools, Enlarged(1200)).ReadAsync(Token))
        {
            Assert.Single(Children(1200));
            frame.Dispose();
            break;
        }

        Assert.Empty(Children(1200));
    }

    [Fact]
    public async Task AFrameThatIsDecidedDoesNotWaitForMore()
    {
        // The input stalls in the middle until the first sample has come out: neither buffers nor threads of encoders may hold it back.
        MediaInfo media = Probe(clips.Make("simple.avi"));
        var goOn = new TaskCompletionSource();
        byte[] pixels = new byte[NumberedClips.Width * NumberedClips.Height * 4];
        var input = new DecodeInput
        {
            Arguments = ["-probesize", "32", "-analyzeduration", "0", "-fpsprobesize", "0", "-f", "nut", "-i", "pipe:0"],
            StreamIndex = 0,
            Feed = async (stream, cancellationToken) =>
            {
                var writer = new NutWriter(stream, NumberedClips.Width, NumberedClips.Height, new Rational(1, 10));
                for (int i = 0; i < 12; i++)
                {
                    await writer.WriteFrameAsync(pixels, i, cancellationToken);
                }

                await goOn.Task.WaitAsync(cancellationToken);
            },
        };
        var selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = new Rational(1, 1), Tolerance = Seconds(Tolerance) };
        ConversionPlan plan = Create(media, selection, new ReadWindow(default, Seconds(100), default, 100));

        var times = new List<double>();
        await foreach (Frame frame in new FFmpegFrameSource(Tools, plan, input).ReadAsync(Token))
        {
            using (frame)
            {
                times.Add(frame.Time.TotalSeconds);
                goOn.TrySetResult();
            }
        }

        Assert.Equal([0, 1], times);
    }

    [Fact]
    public async Task AnFFmpegThatDiesIsTold()
    {
        ConversionPlan plan = Enlarged(1600);
        int count = 0;
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(async () =>
        {
            await foreach (Frame frame in new FFmpegFrameSource(Tools, plan).ReadAsync(Token))
            {
                frame.Dispose();
                if (++count == 3)
                {
                    Children(1600).Single().Kill();
                }
            }
        });

        Assert.InRange(count, 3, 299);
        Assert.Equal(ErrorId.FFmpegKilled, failure.ErrorId);
    }

    [Fact]
    public async Task CancellationIsToldAsSuch()
    {
        MediaInfo media = Probe(clips.Make("long-gop.mp4"));
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Frame frame in new FFmpegFrameSource(Tools, Everything(media)).ReadAsync(cancellation.Token))
            {
                frame.Dispose();
                await cancellation.CancelAsync();
            }
        });
    }

    private static ConversionPlan Sought(ConversionPlan plan) => plan with { Reading = new ReadingPlan(ReadingMode.Seeks, 1, 2) };

    private static ConversionPlan Everything(MediaInfo media) =>
        Create(media, new FrameSelection { Kind = FrameSelectionKind.EveryFrame }, new ReadWindow(default, media.Duration, default, 0));

    private ConversionPlan Enlarged(int width)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only Linux tells the children of a process and their arguments.");
        }

        ConversionPlan plan = Everything(Probe(clips.Make("long-gop.mp4")));
        return plan with { Picture = plan.Picture with { ScaledWidth = width, ScaledHeight = 320, CanvasWidth = width, CanvasHeight = 320 } };
    }

    /// <summary>This process's children that decode to a width no other test uses: tests run side by side.</summary>
    private static List<System.Diagnostics.Process> Children(int width) =>
        [.. System.Diagnostics.Process.GetProcessesByName("ffmpeg").Where(process => IsOurs(process.Id, $"scale={width}:"))];

    private static bool IsOurs(int id, string argument)
    {
        try
        {
            // The fourth field is the parent; the second, the name, may hold anything but ends with the last parenthesis.
            string stat = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[1] == Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)
                && File.ReadAllText($"/proc/{id}/cmdline").Contains(argument, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has just ended.
            return false;
        }
    }

    private static async Task AssertGridAsync(MediaInfo media, IReadOnlyList<(double Time, int Number)> truth, Rational rate, params double[] starts)
    {
        var windows = new List<ReadWindow>();
        var expected = new List<int>();
        foreach (double start in starts)
        {
            int count = Math.Clamp((int)((truth[^1].Time - start) * rate.Value), 1, 9);
            windows.Add(new ReadWindow(Seconds(start), Seconds(start + (count / rate.Value)), Seconds(start), count));
            expected.AddRange(Enumerable.Range(0, count).Select(k => OnScreen(truth, start + (k / rate.Value) + Tolerance)));
        }

        var selection = new FrameSelection { Kind = FrameSelectionKind.Grid, Rate = rate, Tolerance = Seconds(Tolerance) };
        var frames = await ReadAsync(Create(media, selection, [.. windows]));

        Assert.Equal(expected, frames.Select(frame => frame.Number));
        Assert.Equal(Enumerable.Range(0, expected.Count).Select(k => GridTime.Of(k, rate)), frames.Select(frame => frame.Time));
    }

    private static int OnScreen(IReadOnlyList<(double Time, int Number)> truth, double time) =>
        truth.LastOrDefault(frame => frame.Time <= time, truth[0]).Number;

    private static async Task<List<(TimeSpan Time, int Number)>> ReadAsync(ConversionPlan plan)
    {
        var frames = new List<(TimeSpan Time, int Number)>();
        await foreach (Frame frame in new FFmpegFrameSource(Tools, plan).ReadAsync(Token))
        {
            using (frame)
            {
                frames.Add((frame.Time, NumberedClips.Number(frame)));
            }
        }

        return frames;
    }
}

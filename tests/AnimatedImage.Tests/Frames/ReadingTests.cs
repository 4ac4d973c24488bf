using System.Security.Cryptography;
using AnimatedImage.Frames;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using static AnimatedImage.Tests.Frames.TestPlans;

namespace AnimatedImage.Tests.Frames;

/// <summary>Whatever way a source is read, the frames are those of a plain decode; and what cannot be sought is read all the same.</summary>
public sealed class ReadingTests(NumberedClips clips) : IClassFixture<NumberedClips>
{
    private static readonly FrameSelection EverySecond = new() { Kind = FrameSelectionKind.Grid, Rate = new Rational(1, 1), Tolerance = Seconds(0.01) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(NumberedClips.Names), MemberType = typeof(NumberedClips))]
    public async Task SeeksGiveTheFramesOfAPlainDecode(string name)
    {
        string path = clips.Make(name);
        MediaInfo media = Probe(path);
        ReadWindow window = Whole(media, 0.305);
        IReadOnlyList<string> truth = PlainDecode(path, NumberedClips.DecodeAll(path), window);
        foreach ((int group, int together) in ((int, int)[])[(1, 1), (1, 4), (2, 3)])
        {
            ConversionPlan plan = Create(media, EverySecond, window) with { Reading = new ReadingPlan(ReadingMode.Seeks, group, 2) { Together = together } };

            (IReadOnlyList<string> frames, FFmpegFrameSource source) = await HashesAsync(plan);

            Assert.Equal(truth, frames);
            Assert.True(source.Reading == ReadingMode.Seeks || source.Warnings.Count == 1, $"{name}: {source.Reading}, {string.Join(' ', source.Warnings)}");
        }
    }

    [Theory]
    [InlineData(ReadingMode.Seeks, 1)]
    [InlineData(ReadingMode.Seeks, 4)]
    [InlineData(ReadingMode.KeyFrames, 1)]
    public async Task FastSamplesShowTheKeyFrameInForce(ReadingMode mode, int together)
    {
        string path = clips.Make("minute.mp4");
        MediaInfo media = Probe(path);
        string[] flags = Ffmpeg.Probe($"-select_streams v:0 -show_entries frame=key_frame -of csv=p=0 {path}");
        int[] keys = [.. Enumerable.Range(0, flags.Length).Where(index => flags[index].StartsWith('1'))];
        FrameSelection selection = EverySecond with { Rate = new Rational(1, 7), KeyFramesWillDo = true };
        ConversionPlan plan = Create(media, selection, new ReadWindow(Seconds(3), Seconds(60), Seconds(3), 9)) with { Reading = new ReadingPlan(mode, 1, 2) { Together = together } };

        List<(int Number, double Time)> frames = [];
        await foreach (Frame frame in new FFmpegFrameSource(Tools, plan).ReadAsync(Token))
        {
            using (frame)
            {
                frames.Add((NumberedClips.Number(frame), frame.Time.TotalSeconds));
            }
        }

        // Ten frames a second, the first sample at three seconds.
        Assert.Equal(Enumerable.Range(0, 9).Select(sample => keys.Last(key => key <= 30 + (70 * sample))), frames.Select(frame => frame.Number));
        Assert.Equal([0, 7, 14, 21, 28, 35, 42, 49, 56], frames.Select(frame => frame.Time));
    }

    [Theory]
    [InlineData("without-cues.mkv", "-c copy -f matroska -live 1", null)]
    [InlineData("from-a-pipe.mkv", "-c copy -f matroska", null)]
    [InlineData("live.ts", "-c copy -f mpegts -mpegts_flags resend_headers", null)]
    [InlineData("no-times.avi", "-c:v mpeg4 -q:v 3 -g 40 -f avi", null)]
    [InlineData("fragments.mp4", "-c copy -f mp4 -movflags frag_keyframe+empty_moov", null)]
    [InlineData("bare.h264", "-c copy -bsf:v h264_mp4toannexb -f h264", "frames")]
    public async Task WhatHasNoIndexGivesTheSameFrames(string name, string arguments, string? truthOf)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name);

        // Through a pipe, as a recorder writes: nothing at the front can be filled in later.
        byte[] bytes = Ffmpeg.Run($"-i {clips.Make("minute.mp4")} -t 12 {arguments} pipe:1");
        await File.WriteAllBytesAsync(path, bytes, Token);
        MediaInfo media = Probe(path);
        ReadWindow window = new(Seconds(4.05), Seconds(11), Seconds(4.05), 6);
        ReadingPlan reading = media.IsSeekable ? new(ReadingMode.Seeks, 1, 2) { Together = 2 } : new(ReadingMode.FromBeginning);

        (IReadOnlyList<string> frames, FFmpegFrameSource source) = await HashesAsync(Create(media, EverySecond, window) with { Reading = reading });

        Assert.Equal(truthOf is null, media.IsSeekable);
        Assert.Equal(media.IsSeekable ? PlainDecode(path, NumberedClips.DecodeAll(path), window) : PlainDecode(path, Evenly(path), window), frames);
        Assert.True(source.Reading == ReadingMode.FromBeginning || (media.IsSeekable && source.Reading == ReadingMode.Seeks));
        Assert.Equal(media.IsSeekable && source.Reading == ReadingMode.FromBeginning ? 1 : 0, source.Warnings.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task AFileThatIsCutOffGivesWhatItHolds(int together)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("cut.mp4");
        Ffmpeg.Run($"-i {clips.Make("minute.mp4")} -c copy -movflags +faststart {path}");
        byte[] bytes = await File.ReadAllBytesAsync(path, Token);
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length * 6 / 10)], Token);
        ConversionPlan plan = Create(Probe(path), EverySecond with { Rate = new Rational(1, 5) }, new ReadWindow(default, Seconds(60), default, 12));

        (IReadOnlyList<string> through, _) = await HashesAsync(plan);
        (IReadOnlyList<string> sought, FFmpegFrameSource source) = await HashesAsync(plan with { Reading = new ReadingPlan(ReadingMode.Seeks, 1, 2) { Together = together } });

        Assert.InRange(sought.Count, 5, 9);
        Assert.Equal(through.Take(sought.Count), sought);
        Assert.Equal(ReadingMode.Seeks, source.Reading);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task SeeksThatLeadNowhereFallBackAndSaySo(int together)
    {
        // One key frame, and a container without an index: a seek lands behind it and finds no other.
        using var folder = new TemporaryFolder();
        string path = folder.File("one-key-frame.ts");
        Ffmpeg.Run($"-i {clips.Make("minute.mp4")} -t 20 -c:v libx264 -preset veryfast -g 1000 -sc_threshold 0 -f mpegts {path}");
        ReadWindow window = new(Seconds(10.05), Seconds(16), Seconds(10.05), 5);
        ConversionPlan plan = Create(Probe(path), EverySecond, window) with { Reading = new ReadingPlan(ReadingMode.Seeks, 1, 2) { Together = together } };

        (IReadOnlyList<string> frames, FFmpegFrameSource source) = await HashesAsync(plan);

        Assert.Equal(ReadingMode.FromBeginning, source.Reading);
        Assert.Contains("from the beginning", Assert.Single(source.Warnings), StringComparison.Ordinal);
        Assert.Equal(PlainDecode(path, NumberedClips.DecodeAll(path), window), frames);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task DamageInTheMiddleCostsFramesNotTheConversion(int together)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("damaged.ts");
        Ffmpeg.Run($"-i {clips.Make("minute.mp4")} -c copy -f mpegts {path}");
        byte[] bytes = await File.ReadAllBytesAsync(path, Token);
        new Random(7).NextBytes(bytes.AsSpan(bytes.Length / 3, bytes.Length / 6));
        await File.WriteAllBytesAsync(path, bytes, Token);
        ConversionPlan plan = Create(Probe(path), EverySecond with { Rate = new Rational(1, 5) }, new ReadWindow(default, Seconds(60), default, 12));

        (IReadOnlyList<string> frames, _) = await HashesAsync(plan with { Reading = new ReadingPlan(ReadingMode.Seeks, 1, 2) { Together = together } });

        Assert.InRange(frames.Count, 6, 12);
    }

    private static ReadWindow Whole(MediaInfo media, double start)
    {
        int count = (int)Math.Max(1, media.Duration.TotalSeconds - start - 0.2);
        return new ReadWindow(Seconds(start), media.Duration, Seconds(start), count);
    }

    // A bare stream has no times: its frames follow each other at its rate.
    private static IReadOnlyList<(double Time, int Number)> Evenly(string path) =>
        [.. Enumerable.Range(0, Ffmpeg.Run($"-i {path} -f rawvideo -pix_fmt rgba pipe:1").Length / (NumberedClips.Width * NumberedClips.Height * 4))
            .Select(index => (index / Probe(path).Video.FrameRate.Value, index))];

    /// <summary>The hashes of the frames on screen at the samples, of a decode from the beginning by no strategy at all.</summary>
    private static IReadOnlyList<string> PlainDecode(string path, IReadOnlyList<(double Time, int Number)> times, ReadWindow window)
    {
        byte[] pixels = Ffmpeg.Run($"-i {path} -map 0:v:0 -vf scale=in_range=auto:out_range=pc,format=rgba -vsync passthrough -f rawvideo -pix_fmt rgba pipe:1");
        int size = NumberedClips.Width * NumberedClips.Height * 4;
        return [.. Enumerable.Range(0, window.SampleCount).Select(sample =>
        {
            double time = window.FirstSample.TotalSeconds + sample + 0.01;
            int index = times.Select((frame, position) => (frame.Time, position)).LastOrDefault(frame => frame.Time <= time, (0, 0)).Item2;
            return Hash(pixels.AsSpan(index * size, size));
        })];
    }

    private static async Task<(IReadOnlyList<string> Hashes, FFmpegFrameSource Source)> HashesAsync(ConversionPlan plan)
    {
        FFmpegFrameSource source = new(Tools, plan);
        List<string> hashes = [];
        await foreach (Frame frame in source.ReadAsync(Token))
        {
            using (frame)
            {
                hashes.Add(Hash(frame.Pixels.Span));
            }
        }

        return (hashes, source);
    }

    // Luma is what tells the frames apart; how colours are converted is tested elsewhere.
    private static string Hash(ReadOnlySpan<byte> pixels)
    {
        Span<byte> bits = stackalloc byte[pixels.Length / 4];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = (byte)(pixels[i * 4] > 127 ? 1 : 0);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bits).AsSpan(0, 8));
    }
}

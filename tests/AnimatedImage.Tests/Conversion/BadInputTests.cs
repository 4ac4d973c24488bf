using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Tests.Conversion;

/// <summary>Bad input gets one clear error with a stable id and leaves nothing behind; all of it under a culture with decimal commas as well.</summary>
public sealed class BadInputTests : ConversionBench
{
    public static TheoryData<string, string, FailureKind, string> Sources => new()
    {
        { "missing", ErrorId.PathNotFound, FailureKind.Input, "none.mp4" },
        { "directory", ErrorId.PathIsDirectory, FailureKind.Input, "folder.mp4" },
        { "empty", ErrorId.EmptySource, FailureKind.Source, "empty.mp4" },
        { "text", ErrorId.NotMedia, FailureKind.Source, "text.mp4" },
        { "index gone", ErrorId.DamagedSource, FailureKind.Source, "clip.mp4" },
        { "audio only", ErrorId.NoVideoStream, FailureKind.Source, "audio.mp4" },
        { "remote", ErrorId.StorageNotAvailable, FailureKind.Input, "s3://bucket/clip.mp4" },
        { "playlist to a file", ErrorId.PlaylistRefused, FailureKind.Source, "/etc/passwd" },
        { "playlist to a host", ErrorId.PlaylistRefused, FailureKind.Source, "http://" },
        { "playlist upwards", ErrorId.PlaylistRefused, FailureKind.Source, "../" },
        { "frame bomb", ErrorId.FrameTooLarge, FailureKind.Input, "30000" },
    };

    public static TheoryData<string, string, string> Requests => new()
    {
        { "start past the end", ErrorId.StartPastEnd, "clip.mp4" },
        { "empty range", ErrorId.EmptyRange, "" },
        { "strict end", ErrorId.EndPastEnd, "" },
        { "end and duration", ErrorId.ContradictoryParameters, "Duration" },
        { "two samplings", ErrorId.ContradictoryParameters, "SampleRate" },
        { "negative rate", ErrorId.InvalidParameter, "FrameRate" },
        { "absurd rate", ErrorId.InvalidParameter, "FrameRate" },
        { "zero quality", ErrorId.InvalidParameter, "Quality" },
        { "absurd size", ErrorId.InvalidParameter, "LongSide" },
        { "crop outside", ErrorId.InvalidParameter, "Crop" },
        { "lossless gif", ErrorId.ContradictoryParameters, "Lossless" },
        { "too many frames", ErrorId.TooManyFrames, "MaxFrame" },
        { "unknown variable", ErrorId.UnknownVariable, "nosuch" },
        { "format against extension", ErrorId.ContradictoryParameters, "out.gif" },
        { "several formats, one name", ErrorId.DestinationConflict, "autoext" },
        { "folder missing", ErrorId.DestinationFolderMissing, "none" },
        { "own source", ErrorId.DestinationIsSource, "clip.gif" },
        { "own source through a link", ErrorId.DestinationIsSource, "clip.gif" },
        { "unknown extension", ErrorId.UnknownFormat, "out.jpg" },
        { "no extension", ErrorId.UnknownFormat, "previews" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public Task A_bad_source_is_one_clear_error(string what, string errorId, FailureKind kind, string named) =>
        InBothCulturesAsync(async () =>
        {
            ConversionRequest request = Bad(what);
            IReadOnlyList<string> before = Folder.Names;

            ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(request));

            Assert.Equal((errorId, kind), (failure.ErrorId, failure.Kind));
            Assert.Contains(named, failure.Message + failure.Advice, StringComparison.Ordinal);
            Assert.NotNull(failure.Advice);
            Assert.Equal(before, Folder.Names);
        });

    [Theory]
    [MemberData(nameof(Requests))]
    public Task A_bad_request_is_one_clear_error(string what, string errorId, string named) =>
        InBothCulturesAsync(async () =>
        {
            ConversionRequest request = Unfit(what);
            IReadOnlyList<string> before = Folder.Names;

            ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(request));

            Assert.Equal((errorId, FailureKind.Input), (failure.ErrorId, failure.Kind));
            Assert.Contains(named, failure.Message + failure.Advice, StringComparison.Ordinal);
            Assert.Equal(before, Folder.Names);
        });

    [Theory]
    [InlineData("with space.mp4")]
    [InlineData("brackets [1].mp4")]
    [InlineData("it's \"quoted\".mp4")]
    [InlineData("new\nline.mp4")]
    [InlineData("-leading dash.mp4")]
    [InlineData("emoji 🎬 ünï.mp4")]
    [InlineData("percent %03d.mp4")]
    [InlineData("colon:semi;comma,pipe|.mp4")]
    [InlineData("braces {name} $x.mp4")]
    [InlineData("back\\slash.mp4")]
    public async Task Any_name_works(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows forbids most of these names.");
        ConversionResult result = Assert.Single(await ConvertAsync(Request(Clip(name))));
        Assert.Equal(Folder.File(Path.ChangeExtension(name, ".gif")), result.Destination.Path);
        Assert.Equal(2, Folder.Names.Count);
    }

    [Fact]
    public async Task A_clip_cut_in_the_middle_gives_what_is_there()
    {
        string clip = Clip(picture: "testsrc2=size=64x48:rate=10:duration=4", encoder: "-c:v mpeg4 -q:v 3 -g 5 -movflags +faststart");
        byte[] bytes = await File.ReadAllBytesAsync(clip, Cancellation);
        await File.WriteAllBytesAsync(clip, bytes[..(bytes.Length / 2)], Cancellation);
        ConversionResult result = Assert.Single(await ConvertAsync(Request(clip)));
        Assert.InRange(result.FrameCount, 5, 35);
        Assert.Contains(result.Warnings, warning => warning.Contains("ended early", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_inputs_on_one_name_are_an_error_for_the_second()
    {
        DestinationRegistry registry = new();
        PreparedConversion first = await Converter.PrepareAsync(Request(Clip("a.mp4"), "out.gif"), null, Cancellation);
        PreparedConversion second = await Converter.PrepareAsync(Request(Clip("b.mp4"), "out.gif"), null, Cancellation);
        registry.Claim(first);
        ConversionException failure = Assert.Throws<ConversionException>(() => registry.Claim(second));
        Assert.Equal(ErrorId.DestinationConflict, failure.ErrorId);
        Assert.Contains("b.mp4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_limit_ends_the_conversion()
    {
        string clip = Clip(picture: "testsrc2=size=640x480:rate=30:duration=10");
        ConversionRequest request = Request(clip) with { Limits = new ConversionLimits { Timeout = TimeSpan.FromMilliseconds(300) } };
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(request));
        Assert.Equal((ErrorId.TimedOut, FailureKind.Internal), (failure.ErrorId, failure.Kind));
        Assert.Equal(["clip.mp4"], Folder.Names);
    }

    [Fact]
    public async Task A_full_disk_leaves_nothing()
    {
        string mount = Folder.File("small");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Shell("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount), "A small file system cannot be mounted here (root is needed).");
        try
        {
            string clip = Clip(picture: "testsrc2=size=320x240:rate=10:duration=3");
            ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(Request(clip, "small/out.gif")));
            Assert.Equal((ErrorId.DiskFull, FailureKind.Internal), (failure.ErrorId, failure.Kind));
            Assert.Empty(Directory.EnumerateFileSystemEntries(mount));
        }
        finally
        {
            Shell("umount", mount);
        }
    }

    [Fact]
    public async Task A_read_only_folder_is_told_before_decoding()
    {
        string mount = Folder.File("readonly");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Shell("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", mount), "A read-only file system cannot be mounted here (root is needed).");
        try
        {
            ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(Request(Clip(), "readonly/out.gif")));
            Assert.Equal((ErrorId.DestinationNotWritable, FailureKind.Input), (failure.ErrorId, failure.Kind));
        }
        finally
        {
            Shell("umount", mount);
        }
    }

    [Fact]
    public async Task An_ffmpeg_without_the_encoder_is_told_with_advice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        // Hides every AV1 encoder from the list, as a small build of ffmpeg would.
        Converter poor = StandIn($"case \"$*\" in *-encoders*) {Converter.Tools.FFmpegPath} \"$@\" | grep -v -i av1 ;; *) exec {Converter.Tools.FFmpegPath} \"$@\" ;; esac");
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(
            () => ConvertAsync(Request(Clip(), "{name}{autoext}") with { Formats = [OutputFormat.Gif, OutputFormat.Avif] }, poor));
        Assert.Equal((ErrorId.EncoderMissing, FailureKind.Internal), (failure.ErrorId, failure.Kind));
        Assert.DoesNotContain("clip.gif", Folder.Names);
    }

    [Fact]
    public async Task An_ffmpeg_killed_half_way_is_told_as_such()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        Converter fragile = StandIn(
            $"case \"$*\" in *clip.mp4*) {Converter.Tools.FFmpegPath} \"$@\" & child=$!; sleep 0.4; kill -9 $child; wait $child; kill -9 $$ ;; *) exec {Converter.Tools.FFmpegPath} \"$@\" ;; esac");
        string clip = Clip(picture: "testsrc2=size=640x480:rate=30:duration=30");
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(Request(clip, "out.webp"), fragile));
        Assert.Equal((ErrorId.FFmpegKilled, FailureKind.Internal), (failure.ErrorId, failure.Kind));
        Assert.DoesNotContain("out.webp", Folder.Names);
        Assert.DoesNotContain(Folder.Names, name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    private static async Task InBothCulturesAsync(Func<Task> test)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            await test();
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            await test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static bool Shell(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private Converter StandIn(string script)
    {
        Directory.CreateDirectory(Folder.File("bin"));
        string path = Folder.File("bin/ffmpeg");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        Assert.True(Shell("chmod", "700", path));
        File.CreateSymbolicLink(Folder.File("bin/ffprobe"), Converter.Tools.FFprobePath);
        return new Converter(FFmpegLocator.Find(path));
    }

    private ConversionRequest Bad(string what)
    {
        switch (what)
        {
            case "missing":
                return Request(Folder.File("none.mp4"));
            case "directory":
                Directory.CreateDirectory(Folder.File("folder.mp4"));
                return Request(Folder.File("folder.mp4"));
            case "empty":
                File.WriteAllBytes(Folder.File("empty.mp4"), []);
                return Request(Folder.File("empty.mp4"));
            case "text":
                File.WriteAllText(Folder.File("text.mp4"), "This is no video.\n");
                return Request(Folder.File("text.mp4"));
            case "index gone":
                string cut = Clip(encoder: "-c:v mpeg4 -q:v 3");
                byte[] bytes = File.ReadAllBytes(cut);
                File.WriteAllBytes(cut, bytes[..(bytes.Length / 3)]);
                return Request(cut);
            case "audio only":
                return Request(Clip("audio.mp4", "sine=duration=1", "-c:a aac"));
            case "remote":
                return new ConversionRequest { Source = MediaLocation.Parse("s3://bucket/clip.mp4"), Destination = Folder.File("out.gif") };
            case "playlist to a file":
                return Request(Playlist("file:///etc/passwd"));
            case "playlist to a host":
                return Request(Playlist("http://203.0.113.1/segment.ts"));
            case "playlist upwards":
                return Request(Playlist("../segment.ts"));
            case "frame bomb":
                return Request(Enlarge(Clip("bomb.avi", "color=black:size=320x240:rate=1:duration=1", "-c:v rawvideo -pix_fmt bgr24")));
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, null);
        }
    }

    private ConversionRequest Unfit(string what)
    {
        ConversionRequest request = Request(Clip(), "out.gif");
        return what switch
        {
            "start past the end" => request with { Clip = new ClipRange { StartTime = TimePosition.FromSeconds(5) } },
            "empty range" => request with { Clip = new ClipRange { StartTime = TimePosition.FromSeconds(0.5), EndTime = TimePosition.FromSeconds(0.5) } },
            "strict end" => request with { Clip = new ClipRange { EndTime = TimePosition.FromSeconds(5), Strict = true } },
            "end and duration" => request with { Clip = new ClipRange { EndTime = TimePosition.FromSeconds(1), Duration = TimePosition.FromSeconds(1) } },
            "two samplings" => request with { Sampling = new Sampling { Interval = 1, Rate = 1 } },
            "negative rate" => request with { Playback = new Playback { FrameRate = -1 } },
            "absurd rate" => request with { Playback = new Playback { FrameRate = 1e9 } },
            "zero quality" => request with { Picture = new PictureOptions { Quality = 0 } },
            "absurd size" => request with { Size = new FrameSize { LongSide = 10_000_000 } },
            "crop outside" => request with { Size = new FrameSize { Crop = new CropRectangle(60, 0, 10, 10) } },
            "lossless gif" => request with { Picture = new PictureOptions { Lossless = true } },
            "too many frames" => request with { Limits = new ConversionLimits { MaxFrame = 5 } },
            "unknown variable" => request with { Destination = Folder.File("{nosuch}.gif") },
            "format against extension" => request with { Formats = [OutputFormat.WebP] },
            "several formats, one name" => request with { Formats = [OutputFormat.Gif, OutputFormat.WebP], Destination = Folder.File("out") },
            "folder missing" => request with { Destination = Folder.File("none/out.gif") },
            "own source" => Request(Clip("clip.gif", encoder: "-c:v gif")) with { Force = true },
            "own source through a link" => Request(Clip("clip.gif", encoder: "-c:v gif"), Path.Combine(Linked(), "clip.gif")) with { Force = true },
            "unknown extension" => request with { Destination = Folder.File("out.jpg") },
            "no extension" => request with { Destination = Folder.File("previews") },
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };
    }

    private string Linked()
    {
        string link = Folder.File("linked");
        if (!Directory.Exists(link))
        {
            Directory.CreateSymbolicLink(link, Folder.Path);
        }

        return "linked";
    }

    private string Playlist(string segment)
    {
        string path = Folder.File("list.m3u8");
        File.WriteAllText(path, $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{segment}\n#EXT-X-ENDLIST\n");
        return path;
    }

    // Claims 30000×30000 in the stream header of an AVI (BITMAPINFOHEADER: width and height follow the chunk's size field).
    private static string Enlarge(string avi)
    {
        byte[] bytes = File.ReadAllBytes(avi);
        int header = bytes.AsSpan().IndexOf("strf"u8) + 12;
        BitConverter.TryWriteBytes(bytes.AsSpan(header), 30000);
        BitConverter.TryWriteBytes(bytes.AsSpan(header + 4), 30000);
        File.WriteAllBytes(avi, bytes);
        return avi;
    }
}

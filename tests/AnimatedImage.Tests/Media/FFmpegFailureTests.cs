using AnimatedImage.Failures;
using AnimatedImage.Media;

namespace AnimatedImage.Tests.Media;

public sealed class FFmpegFailureTests
{
    private const string Banner = """
        ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers
          built with gcc 12 (Debian 12.2.0-14+deb12u1)
          configuration: --prefix=/usr --enable-gpl
          libavutil      57. 28.100 / 57. 28.100

        """;

    [Theory]
    [InlineData(1, "/tmp/a.mp4: No such file or directory", ErrorId.PathNotFound, FailureKind.Input)]
    [InlineData(254, "[in#0 @ 0x55] Error opening input: No such file or directory\nError opening input file a.mp4.", ErrorId.PathNotFound, FailureKind.Input)]
    [InlineData(1, "file:/a.mp4: Permission denied", ErrorId.AccessDenied, FailureKind.Input)]
    [InlineData(1, "file:/a: Is a directory", ErrorId.PathIsDirectory, FailureKind.Input)]
    [InlineData(1, "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55] moov atom not found\nfile:a.mp4: Invalid data found when processing input", ErrorId.DamagedSource, FailureKind.Source)]
    [InlineData(1, "file:a.mp4: Invalid data found when processing input", ErrorId.NotMedia, FailureKind.Source)]
    [InlineData(183, "[in#0 @ 0x5] Error opening input: Invalid data found when processing input", ErrorId.NotMedia, FailureKind.Source)]
    [InlineData(69, "[vist#0:0/h264 @ 0x5] Error submitting packet to decoder: Invalid data found when processing input", ErrorId.DamagedSource, FailureKind.Source)]
    [InlineData(1, "Error while decoding stream #0:0: Invalid data found when processing input", ErrorId.DamagedSource, FailureKind.Source)]
    [InlineData(1, "Unknown encoder 'libwebp_anim'", ErrorId.EncoderMissing, FailureKind.Internal)]
    [InlineData(8, "[vost#0:0 @ 0x5] Unknown encoder 'libaom-av1'", ErrorId.EncoderMissing, FailureKind.Internal)]
    [InlineData(1, "Automatic encoder selection failed for output stream #0:0. Default encoder for format webp (codec webp) is probably disabled.", ErrorId.EncoderMissing, FailureKind.Internal)]
    [InlineData(1, "[AVFilterGraph @ 0x55] No such filter: 'zscale'\nError initializing complex filters.\nInvalid argument", ErrorId.FilterMissing, FailureKind.Internal)]
    [InlineData(1, "Decoder (codec av1) not found for input stream #0:0", ErrorId.UnsupportedCodec, FailureKind.Source)]
    [InlineData(1, "[vist#0:0 @ 0x5] Decoding requested, but no decoder found for: av1", ErrorId.UnsupportedCodec, FailureKind.Source)]
    [InlineData(1, "[hls @ 0x5] Protocol 'http' not on whitelist 'file,crypto'!", ErrorId.PlaylistRefused, FailureKind.Source)]
    [InlineData(1, "[concat @ 0x5] Format not on whitelist 'mov,matroska'\nfile:a: Invalid data found when processing input", ErrorId.NotMedia, FailureKind.Source)]
    [InlineData(1, "[rawvideo @ 0x5] Failed to allocate\nError: Cannot allocate memory", ErrorId.OutOfMemory, FailureKind.Internal)]
    [InlineData(134, "terminate called after throwing an instance of 'std::bad_alloc'", ErrorId.OutOfMemory, FailureKind.Internal)]
    [InlineData(1, "av_interleaved_write_frame(): No space left on device", ErrorId.DiskFull, FailureKind.Internal)]
    [InlineData(134, "Error writing trailer: Disk quota exceeded", ErrorId.DiskFull, FailureKind.Internal)]
    [InlineData(137, "", ErrorId.FFmpegKilled, FailureKind.Internal)]
    [InlineData(139, "[h264 @ 0x5] error while decoding MB 3 4", ErrorId.FFmpegKilled, FailureKind.Internal)]
    [InlineData(-9, "", ErrorId.FFmpegKilled, FailureKind.Internal)]
    [InlineData(255, "Exiting normally, received signal 15.", ErrorId.FFmpegKilled, FailureKind.Internal)]
    [InlineData(255, "Exiting normally, received signal 24.", ErrorId.TimedOut, FailureKind.Internal)]
    [InlineData(152, "", ErrorId.TimedOut, FailureKind.Internal)]
    [InlineData(1, "[h264 @ 0x5] Picture size 30000x30000 exceeds specified max pixel count 268435456", ErrorId.FrameTooLarge, FailureKind.Input)]
    [InlineData(1, "[IMGUTILS @ 0x7ffe] Picture size 65535x65535 is invalid", ErrorId.FrameTooLarge, FailureKind.Input)]
    [InlineData(1, "Stream map '0:v' matches no streams.\nTo ignore this, add a trailing '?' to the map.", ErrorId.NoVideoStream, FailureKind.Source)]
    [InlineData(1, "Unrecognized option 'fps_mode'.\nError splitting the argument list: Option not found", ErrorId.FFmpegFailed, FailureKind.Internal)]
    [InlineData(127, "setpriv: failed to execute /opt/ffmpeg: Exec format error", ErrorId.FFmpegNotFound, FailureKind.Internal)]
    [InlineData(127, "/opt/ffmpeg: error while loading shared libraries: libavdevice.so.59: cannot open shared object file: No such file or directory", ErrorId.FFmpegNotFound, FailureKind.Internal)]
    [InlineData(127, "/opt/ffmpeg: error while loading shared libraries: libx265.so.199: failed to map segment from shared object", ErrorId.OutOfMemory, FailureKind.Internal)]
    [InlineData(1, "Something nobody foresaw: -42", ErrorId.FFmpegFailed, FailureKind.Internal)]
    [InlineData(1, "", ErrorId.FFmpegFailed, FailureKind.Internal)]
    public void Known_causes_have_their_id(int exitCode, string said, string errorId, FailureKind kind)
    {
        string log = Banner + said;

        ConversionException failure = FFmpegFailure.Explain(exitCode, log, "clip.mp4");

        Assert.Equal((errorId, kind), (failure.ErrorId, failure.Kind));
        Assert.False(string.IsNullOrWhiteSpace(failure.Advice));
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("{", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("configuration:", failure.Message, StringComparison.Ordinal);
        Assert.Equal(log, failure.Log);
    }

    [Fact]
    public void The_cause_names_its_detail_and_its_subject()
    {
        ConversionException failure = FFmpegFailure.Explain(1, "Unknown encoder 'libwebp_anim'", "clip.mp4");
        Assert.Contains("'libwebp_anim'", failure.Message, StringComparison.Ordinal);

        failure = FFmpegFailure.Explain(1, "x.mp4: Invalid data found when processing input", "my clip.mp4");
        Assert.StartsWith("my clip.mp4 ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[libx @ 0x55d0aa] The knob is not turned\nConversion failed!\n", "libx: The knob is not turned")]
    [InlineData("Input #0, mov, from 'a.mp4':\n  Duration: 00:00:01.00\nframe=    0 fps=0.0 q=0.0 size=   0kB\n", null)]
    [InlineData("Cannot turn the knob\nframe=1\nJust a note\n", "Cannot turn the knob")]
    [InlineData("Just a note\r\n", "Just a note")]
    public void The_last_line_that_says_something_is_found(string log, string? line) =>
        Assert.Equal(line, FFmpegFailure.LastMeaningfulLine(Banner + log));

    [Theory]
    [InlineData("http://user:pa@ss@host:80/a.mp4?token=SECRET#x: boo", "http://host:80/a.mp4 boo")]
    [InlineData("s3://key:SECRET@bucket/a", "s3://bucket/a")]
    [InlineData("Opening 'https://host/a.ts?sig=SECRET' for reading", "Opening 'https://host/a.ts' for reading")]
    [InlineData("no address: user@host?x=1", "no address: user@host?x=1")]
    public void Secrets_in_addresses_are_taken_out(string text, string expected)
    {
        Assert.Equal(expected, FFmpegFailure.Redact(text));
        ConversionException failure = FFmpegFailure.Explain(1, text, text);
        Assert.DoesNotContain("SECRET", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", failure.Log, StringComparison.Ordinal);
    }
}

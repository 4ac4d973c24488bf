using AnimatedImage.Media;

namespace AnimatedImage.Tests;

/// <summary>How each clip is made. Unless its name says otherwise a clip is 160 × 120, 25 fps, 2 s: 50 frames.</summary>
public static class ClipRecipes
{
    private static readonly string[] s_picture = ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2"];
    private static readonly string[] s_sound = ["-f", "lavfi", "-i", "sine=d=2"];
    private static readonly string[] s_h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "12", "-pix_fmt", "yuv420p"];
    private static readonly string[] s_hidden = ["-vf", "format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,W/2),0,255)'", "-t", "0.4"];

    /// <summary>One clip in every container that the product names; the name is the file's extension.</summary>
    public static IReadOnlyList<string> Containers { get; } =
        ["mp4", "mov", "mkv", "webm", "avi", "flv", "ts", "wmv", "rm", "vob", "m3u8", "gif", "webp", "apng", "mxf", "ogv"];

    /// <summary>ffmpeg's arguments for a clip, without the output's path.</summary>
    internal static IReadOnlyList<string> Arguments(string name) => name switch
    {
        "mp4" => [.. s_picture, .. s_sound, .. s_h264, "-c:a", "aac", "-b:a", "32k", "-shortest"],
        "mov" or "mkv" => [.. s_picture, .. s_h264],
        "webm" => [.. s_picture, "-c:v", "libvpx", "-deadline", "realtime"],
        "avi" => [.. s_picture, "-c:v", "mpeg4", "-g", "12"],
        "flv" => [.. s_picture, "-c:v", "flv"],
        "ts" => [.. s_picture, .. s_h264, "-f", "mpegts"],
        "wmv" => [.. s_picture, "-c:v", "wmv2"],
        // The codec wants whole macroblocks: 160 × 112.
        "rm" => [.. s_picture, "-c:v", "rv10", "-s", "160x112"],
        "vob" => [.. s_picture, "-c:v", "mpeg2video", "-f", "vob"],
        "m3u8" => [.. s_picture, .. s_h264, "-f", "hls", "-hls_time", "0.9", "-hls_list_size", "0", "-hls_playlist_type", "vod"],
        "gif" => [.. s_picture],
        "webp" => [.. s_picture, "-c:v", "libwebp_anim", "-loop", "0"],
        "apng" => [.. s_picture, "-f", "apng", "-plays", "0"],
        "mxf" => [.. s_picture, "-c:v", "mpeg2video"],
        "ogv" => [.. s_picture, "-c:v", "libtheora"],

        "faststart.mp4" => [.. s_picture, .. s_h264, "-movflags", "+faststart"],
        "anamorphic.mp4" => [.. s_picture, .. s_h264, "-vf", "setsar=4/3"],
        "interlaced.ts" => ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=50:d=2", "-vf", "interlace", "-c:v", "mpeg2video", "-flags", "+ilme+ildct"],
        // Ten frames of 40 ms, then forty of 120 ms: 5.2 s.
        "vfr.mkv" => [.. s_picture, "-vf", "settb=1/1000,setpts='if(lt(N,10),N*40,400+(N-10)*120)'", .. FFmpegLocator.Find().Capabilities.PassThroughFrames, "-enc_time_base", "1/1000", .. s_h264],
        "hdr-pq.mkv" => [.. s_picture, .. Hdr("smpte2084")],
        "hdr-hlg.mkv" => [.. s_picture, .. Hdr("arib-std-b67")],
        // The left half of the picture is transparent; 0.4 s.
        "alpha.webm" => [.. s_picture, .. s_hidden, "-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-deadline", "realtime"],
        "alpha-qtrle.mov" => [.. s_picture, .. s_hidden, "-c:v", "qtrle", "-pix_fmt", "argb"],
        "alpha-prores.mov" => [.. s_picture, .. s_hidden, "-c:v", "prores_ks", "-pix_fmt", "yuva444p10le"],
        "alpha.apng" => [.. s_picture, .. s_hidden, "-f", "apng", "-plays", "0", "-pix_fmt", "rgba"],
        // The sound begins at 0, the picture half a second later.
        "late-picture.mkv" => ["-itsoffset", "0.5", .. s_picture, .. s_sound, .. s_h264, "-c:a", "flac"],
        "audio-only.mp4" => [.. s_sound, "-c:a", "aac", "-b:a", "32k"],
        // A track for video that holds no frame.
        "zero-duration.mp4" => [.. s_picture, .. s_h264, "-frames:v", "0", "-movflags", "+empty_moov+frag_keyframe"],
        "no-duration.mkv" => [.. s_picture, .. s_h264, "-live", "1"],
        "no-duration.h264" => [.. s_picture, .. s_h264],
        "single-frame.mp4" => [.. s_picture, .. s_h264, "-frames:v", "1"],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No recipe makes a clip of this name."),
    };

    private static string[] Hdr(string transfer) =>
    [
        "-vf", "format=yuv420p10le", "-c:v", "ffv1", "-color_trc", transfer, "-color_primaries", "bt2020",
        "-colorspace", "bt2020nc", "-color_range", "tv",
    ];
}

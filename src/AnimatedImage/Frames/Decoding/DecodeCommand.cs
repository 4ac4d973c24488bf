using System.Globalization;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>The arguments of the ffmpeg that decodes one window and writes RGBA frames as NUT to its standard output.</summary>
internal static class DecodeCommand
{
    /// <summary>Spells the arguments.</summary>
    public static IReadOnlyList<string> Build(
        DecodeInput input, ConversionPlan plan, ReadWindow window, DecodeStart start, PictureFilters picture, FFmpegCapabilities capabilities)
    {
        FrameSelection selection = plan.Selection;
        TimeSpan first = start.OnClock(DecodeStart.First(window, selection.Kind), input);
        IEnumerable<string> choice = selection.Kind == FrameSelectionKind.Grid
            ? WindowFilters.Grid(first, selection.Tolerance, selection.Rate!.Value, window.SampleCount)
            : WindowFilters.EveryFrame(first, start.LeadIn);
        return
        [
            "-hide_banner", "-nostats", "-loglevel", "warning", "-nostdin",
            .. selection.Kind == FrameSelectionKind.KeyFrames ? (string[])["-skip_frame", "nokey"] : [],
            .. start.Seek is { } seek ? (string[])["-noaccurate_seek", "-ss", seek.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture)] : [],
            .. input.Arguments,
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:{input.StreamIndex}"),
            "-vf", string.Join(',', [.. picture.BeforeSelection(), .. choice, .. picture.AfterSelection()]),
            .. PassThrough(capabilities),
            // TimeSpan's own unit: no time is rounded on its way.
            "-enc_time_base", "1/10000000",
            "-c:v", "rawvideo", "-f", "nut", "-write_index", "0", "pipe:1",
        ];
    }

    private static string[] PassThrough(FFmpegCapabilities capabilities) => capabilities.Version is { } version && version < new Version(5, 1) ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"];
}

using System.Globalization;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>The arguments of the ffmpeg that decodes one window and writes raw frames as NUT to its standard output.</summary>
internal static class DecodeCommand
{
    // ffmpeg's own default of -dts_delta_threshold.
    private static readonly TimeSpan s_usualJump = TimeSpan.FromSeconds(10);

    /// <summary>Spells the arguments.</summary>
    public static IReadOnlyList<string> Build(
        DecodeInput input, ConversionPlan plan, ReadWindow window, DecodeStart start, PictureForms pictures, FFmpegCapabilities capabilities, int? threads)
    {
        FrameSelection selection = plan.Selection;
        TimeSpan first = DecodeStart.First(window, selection.Kind) + input.Offset;
        bool isGrid = selection.Kind == FrameSelectionKind.Grid && !selection.KeyFramesWillDo;
        IEnumerable<string> choice = isGrid
            ? WindowFilters.Grid(first, selection.Tolerance, selection.Rate!.Value, window.SampleCount)
            : WindowFilters.EveryFrame(first, start.LeadIn);
        return
        [
            .. FFmpegArguments.Common,
            .. Open(input, selection, start, threads),
            .. pictures.Arguments(input.StreamIndex, choice),
            .. Output(capabilities),
        ];
    }

    /// <summary>
    /// Spells the arguments for several windows in one ffmpeg: the source is opened once for each, and their frames come one window
    /// after the other, those of window i with times from i × <paramref name="stride"/> on. Samples on a grid only.
    /// </summary>
    public static IReadOnlyList<string> Build(
        DecodeInput input, ConversionPlan plan, IReadOnlyList<WindowStart> parts, TimeSpan stride, PictureForms pictures, FFmpegCapabilities capabilities, int? threads)
    {
        FrameSelection selection = plan.Selection;
        IEnumerable<string> branches = parts.Select((part, index) =>
        {
            TimeSpan first = DecodeStart.First(part.Window, selection.Kind) + input.Offset;
            long origin = index * (long)stride.TotalSeconds;
            IEnumerable<string> choice = WindowFilters.Grid(first, selection.Tolerance, selection.Rate!.Value, part.Window.SampleCount, origin);
            return string.Create(
                CultureInfo.InvariantCulture, $"[{index}:{input.StreamIndex}]{string.Join(',', [.. pictures.BeforeSelection(), .. choice])}[window{index}]");
        });
        string windows = string.Concat(Enumerable.Range(0, parts.Count).Select(index => string.Create(CultureInfo.InvariantCulture, $"[window{index}]")));
        return
        [
            .. FFmpegArguments.Common,
            .. parts.SelectMany(part => Open(input, selection, part.Start, threads)),
            .. pictures.Arguments(string.Create(CultureInfo.InvariantCulture, $"{string.Join(';', branches)};{windows}interleave=n={parts.Count}")),
            .. Output(capabilities),
        ];
    }

    private static IEnumerable<string> Open(DecodeInput input, FrameSelection selection, DecodeStart start, int? threads) =>
    [
        .. selection.Kind == FrameSelectionKind.KeyFrames || selection.KeyFramesWillDo ? (string[])["-skip_frame", "nokey"] : [],
        .. threads is { } count ? (string[])["-threads", count.ToString(CultureInfo.InvariantCulture)] : [],
        .. start.Seek is { } seek ? Seek(seek) : [],
        .. input.Arguments,
    ];

    private static IEnumerable<string> Output(FFmpegCapabilities capabilities) =>
    [
        .. capabilities.PassThroughFrames,
        // TimeSpan's own unit: no time is rounded on its way.
        "-enc_time_base", "1/10000000",
        // Each frame goes out whole at once: the last one that is needed must wait neither in a buffer nor in an encoder with frame threads.
        "-c:v", "rawvideo", "-threads", "1", "-f", "nut", "-write_index", "0", "-flush_packets", "1", "pipe:1",
    ];

    /// <summary>
    /// A seek that leaves the clock alone. By itself it would move timestamps by the target, rounded to the container's clock, which can
    /// be as coarse as a frame; moved back by as much, they are what a decode from the beginning gives.
    /// </summary>
    /// <remarks>
    /// In containers whose clock may jump (TS, PS, OGG, HLS) ffmpeg takes a step of more than 10 s for such a jump and removes it; the
    /// step from 0 to the target is none.
    /// </remarks>
    private static string[] Seek(TimeSpan target) =>
    [
        "-dts_delta_threshold", FFmpegArguments.Seconds(target + s_usualJump),
        "-noaccurate_seek", "-itsoffset", FFmpegArguments.Seconds(target), "-ss", FFmpegArguments.Seconds(target),
    ];
}

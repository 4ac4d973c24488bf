using AnimatedImage.Requests;

namespace AnimatedImage.Worker;

/// <summary>Every option of <c>convert</c> that changes the request.</summary>
internal static class RequestOptions
{
    /// <summary>The options, in the order the help shows them.</summary>
    public static IReadOnlyList<RequestOption> All { get; } =
    [
        .. Clip(), .. Sampling(), .. Playback(), .. Size(), .. Picture(), .. Output(), .. Stores(),
    ];

    private static IEnumerable<RequestOption> Clip() =>
    [
        RequestOption.Text("--start-time", "Where to begin: seconds, m:ss.fff, 10%; negative counts from the end.",
            (request, text) => request with { Clip = request.Clip with { StartTime = TimePosition.Parse(text) } }),
        RequestOption.Text("--end-time", "Where to end, as for --start-time.",
            (request, text) => request with { Clip = request.Clip with { EndTime = TimePosition.Parse(text) } }),
        RequestOption.Text("--duration", "How much to take from the start.",
            (request, text) => request with { Clip = request.Clip with { Duration = TimePosition.Parse(text) } }),
        RequestOption.Text("--trim-end", "How much to leave out at the end.",
            (request, text) => request with { Clip = request.Clip with { TrimEnd = TimePosition.Parse(text) } }),
        RequestOption.List("--segment", "Parts played one after the other: 0:05-0:08,50%+2.",
            (request, texts) => request with { Clip = request.Clip with { Segments = [.. texts.Select(ClipSegment.Parse)] } }),
        RequestOption.Switch("--strict", "A range past the end is an error, not a warning.",
            request => request with { Clip = request.Clip with { Strict = true } }),
    ];

    private static IEnumerable<RequestOption> Sampling() =>
    [
        RequestOption.Number("--sample-interval", "One frame every so many seconds of the source.",
            (request, number) => request with { Sampling = request.Sampling with { Interval = number } }),
        RequestOption.Number("--sample-rate", "So many frames a second of the source.",
            (request, number) => request with { Sampling = request.Sampling with { Rate = number } }),
        RequestOption.Whole("--frame-count", "So many frames, evenly spaced.",
            (request, number) => request with { Sampling = request.Sampling with { Count = Clamp(number) } }),
        RequestOption.Switch("--key-frame-only", "The key frames only.",
            request => request with { Sampling = request.Sampling with { KeyFrameOnly = true } }),
        RequestOption.Choice<FrameAccuracy>("--frame-accuracy", "Exact, or Fast: the key frame in force will do for samples 5 s apart.",
            (request, accuracy) => request with { Sampling = request.Sampling with { Accuracy = accuracy } }),
    ];

    private static IEnumerable<RequestOption> Playback() =>
    [
        RequestOption.Number("--frame-rate", "Frames a second played, up to 60.",
            (request, number) => request with { Playback = request.Playback with { FrameRate = number } }),
        RequestOption.Number("--speed", "Speed factor; 2 plays twice as fast.",
            (request, number) => request with { Playback = request.Playback with { Speed = number } }),
        RequestOption.Choice<PlayMode>("--play-mode", "Forward, Reverse or Boomerang.",
            (request, mode) => request with { Playback = request.Playback with { PlayMode = mode } }),
        RequestOption.Number("--end-delay", "Seconds the last frame stays longer.",
            (request, number) => request with { Playback = request.Playback with { EndDelay = number } }),
        RequestOption.Number("--loop-crossfade", "Seconds over which the end fades into the beginning.",
            (request, number) => request with { Playback = request.Playback with { LoopCrossfade = number } }),
        RequestOption.Whole("--play-count", "Total plays; 0 = forever.",
            (request, number) => request with { Playback = request.Playback with { PlayCount = Clamp(number) } }),
    ];

    private static IEnumerable<RequestOption> Size() =>
    [
        RequestOption.Text("--width", "Width: pixels, 50% or a fraction below 1.",
            (request, text) => request with { Size = request.Size with { Width = FrameDimension.Parse(text) } }),
        RequestOption.Text("--height", "Height, as for --width.",
            (request, text) => request with { Size = request.Size with { Height = FrameDimension.Parse(text) } }),
        RequestOption.Whole("--long-side", "Longer side in pixels.",
            (request, number) => request with { Size = request.Size with { LongSide = Clamp(number) } }),
        RequestOption.Whole("--short-side", "Shorter side in pixels.",
            (request, number) => request with { Size = request.Size with { ShortSide = Clamp(number) } }),
        RequestOption.Number("--scale", "Factor on both sides.",
            (request, number) => request with { Size = request.Size with { Scale = number } }),
        RequestOption.Choice<ScaleType>("--scale-type", "Fit, Fill, Crop or Stretch.",
            (request, type) => request with { Size = request.Size with { ScaleType = type } }),
        RequestOption.Text("--padding", "What fills the bars of Fill: a colour or Blur.",
            (request, text) => request with { Size = request.Size with { Padding = Requests.Padding.Parse(text) } }),
        RequestOption.Text("--crop", "Cut out before scaling: x,y,w,h.",
            (request, text) => request with { Size = request.Size with { Crop = CropRectangle.Parse(text) } }),
        RequestOption.Switch("--allow-upscale", "The output may be larger than the source.",
            request => request with { Size = request.Size with { AllowUpscale = true } }),
    ];

    private static IEnumerable<RequestOption> Picture() =>
    [
        RequestOption.Whole("--quality", "1-100; default 80.",
            (request, number) => request with { Picture = request.Picture with { Quality = Clamp(number) } }),
        RequestOption.Switch("--lossless", "Keep every pixel (WebP, APNG, AVIF).",
            request => request with { Picture = request.Picture with { Lossless = true } }),
        RequestOption.Whole("--colors", "GIF colours, 2-256.",
            (request, number) => request with { Picture = request.Picture with { Colors = Clamp(number) } }),
        RequestOption.Number("--dither", "GIF dither strength, 0-1.",
            (request, number) => request with { Picture = request.Picture with { Dither = number } }),
        RequestOption.Text("--background", "Colour put behind transparent pixels.",
            (request, text) => request with { Picture = request.Picture with { Background = RgbColor.Parse(text) } }),
        RequestOption.Text("--matte", "GIF: colour that half transparent pixels are blended with.",
            (request, text) => request with { Picture = request.Picture with { Matte = RgbColor.Parse(text) } }),
    ];

    private static IEnumerable<RequestOption> Output() =>
    [
        RequestOption.Text("--destination", "File, folder or name with variables; default beside the source.",
            (request, text) => request with { Destination = text }),
        RequestOption.List("--format", "Gif, WebP, Apng, Avif; several from one decode.",
            (request, texts) => request with { Formats = [.. texts.Select(OutputFormats.Parse)] }),
        RequestOption.Switch("--force", "Overwrite.", request => request with { Force = true }),
        RequestOption.Switch("--skip-existing", "Leave outputs alone that are current.", request => request with { SkipExisting = true }),
        RequestOption.Text("--max-size", "Most bytes an output may have: 500KB, 2MB.",
            (request, text) => request with { Budget = request.Budget with { MaxSize = ByteSize.Parse(text) } }),
        RequestOption.Choices<SizePriority>("--size-priority", "Kept longest for --max-size, in order: Quality, FrameRate, Dimensions.",
            (request, priority) => request with { Budget = request.Budget with { Priority = priority } }),
        RequestOption.Whole("--max-frame", "Most frames; default 3600.",
            (request, number) => request with { Limits = request.Limits with { MaxFrame = Clamp(number) } }),
        RequestOption.Whole("--max-pixel", "Most pixels a frame; default 268435456.",
            (request, number) => request with { Limits = request.Limits with { MaxPixel = number } }),
        RequestOption.Number("--timeout", "Longest time of one conversion in seconds; default 1800.",
            (request, number) => request with { Limits = request.Limits with { Timeout = TimeSpan.FromSeconds(Math.Clamp(number, -1, 1e8)) } }),
    ];

    private static IEnumerable<RequestOption> Stores() =>
    [
        RequestOption.Text("--storage", "The storage profile for remote sources; default by bucket and scheme.",
            (request, text) => request with { Storage = text }),
        RequestOption.Text("--destination-storage", "The storage profile for remote outputs.",
            (request, text) => request with { DestinationStorage = text }),
        RequestOption.Pairs("--metadata", "Metadata of an object; may be repeated.",
            (request, pairs) => request with { Object = request.Object with { Metadata = pairs } }),
        RequestOption.Text("--cache-control", "The Cache-Control header of an object.",
            (request, text) => request with { Object = request.Object with { CacheControl = text } }),
        RequestOption.Pairs("--object-tag", "A tag of an object; may be repeated.",
            (request, pairs) => request with { Object = request.Object with { Tags = pairs } }),
        RequestOption.Text("--storage-class", "The storage class of an object, as the store spells it.",
            (request, text) => request with { Object = request.Object with { StorageClass = text } }),
    ];

    // Numbers too large for the member stay too large for its rule, which then rejects them in its own words.
    private static int Clamp(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);
}

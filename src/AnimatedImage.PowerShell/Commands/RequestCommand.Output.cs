using System.Management.Automation;
using AnimatedImage.PowerShell.Binding;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Commands;

/// <content>How large and how good the output is, where it goes, and what it may cost.</content>
public abstract partial class RequestCommand
{
    /// <summary>File, folder or name with variables; default beside the source with the format's extension.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string? Destination { get; set; }

    /// <summary>The format or formats; several are made from one decode. Default: from the destination's extension, else Gif.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [OutputFormatTransformation]
    public OutputFormat[]? Format { get; set; }

    /// <summary>Width: pixels, 50%, or a fraction below 1.</summary>
    [Parameter]
    [FrameDimensionTransformation]
    public FrameDimension? Width { get; set; }

    /// <summary>Height, as for Width.</summary>
    [Parameter]
    [FrameDimensionTransformation]
    public FrameDimension? Height { get; set; }

    /// <summary>Longer side in pixels.</summary>
    [Parameter]
    public int? LongSide { get; set; }

    /// <summary>Shorter side in pixels.</summary>
    [Parameter]
    public int? ShortSide { get; set; }

    /// <summary>Factor on both sides.</summary>
    [Parameter]
    [NumberTransformation]
    public double? Scale { get; set; }

    /// <summary>What happens when both sides are given.</summary>
    [Parameter]
    public ScaleType? ScaleType { get; set; }

    /// <summary>What fills the bars of Fill: a colour or Blur.</summary>
    [Parameter]
    [PaddingTransformation]
    [ArgumentCompleter(typeof(PaddingCompleter))]
    public Padding? Padding { get; set; }

    /// <summary>Cut out before scaling: x, y, width, height.</summary>
    [Parameter]
    [CropTransformation]
    public CropRectangle? Crop { get; set; }

    /// <summary>The output may be larger than the source.</summary>
    [Parameter]
    public SwitchParameter AllowUpscale { get; set; }

    /// <summary>1–100; default 80.</summary>
    [Parameter]
    public int? Quality { get; set; }

    /// <summary>Keep every pixel (WebP, APNG, AVIF).</summary>
    [Parameter]
    public SwitchParameter Lossless { get; set; }

    /// <summary>GIF colours a frame, 2–256.</summary>
    [Parameter]
    public int? Colors { get; set; }

    /// <summary>GIF dither strength, 0–1.</summary>
    [Parameter]
    [NumberTransformation]
    public double? Dither { get; set; }

    /// <summary>Colour put behind transparent pixels; default none.</summary>
    [Parameter]
    [ColorTransformation]
    [ArgumentCompleter(typeof(ColorCompleter))]
    public RgbColor? Background { get; set; }

    /// <summary>Most bytes an output may have; what is too large is lowered until it fits.</summary>
    [Parameter]
    [ByteSizeTransformation]
    public long? MaxSize { get; set; }

    /// <summary>What is kept longest for MaxSize, in order; default: everything is lowered together.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SizePriority[]? SizePriority { get; set; }

    /// <summary>GIF: colour that half transparent pixels are blended with; default none.</summary>
    [Parameter]
    [ColorTransformation]
    [ArgumentCompleter(typeof(ColorCompleter))]
    public RgbColor? Matte { get; set; }

    /// <summary>Most frames an output may have; default 3600.</summary>
    [Parameter]
    public int? MaxFrame { get; set; }

    /// <summary>Most pixels a frame of the source or the output may have; default 268435456.</summary>
    [Parameter]
    public long? MaxPixel { get; set; }

    /// <summary>Longest time one conversion may take: seconds, 5m, or a TimeSpan; default 30 minutes.</summary>
    [Parameter]
    [TimeoutTransformation]
    public TimeSpan? Timeout { get; set; }

    private FrameSize ReadSize() => new()
    {
        Width = Width,
        Height = Height,
        LongSide = LongSide,
        ShortSide = ShortSide,
        Scale = Scale,
        ScaleType = ScaleType,
        Padding = Padding,
        Crop = Crop,
        AllowUpscale = Typed(AllowUpscale, nameof(AllowUpscale)),
    };

    private PictureOptions ReadPicture() => new()
    {
        Quality = Quality,
        Lossless = Typed(Lossless, nameof(Lossless)),
        Colors = Colors,
        Dither = Dither,
        Background = Background,
        Matte = Matte,
    };
}

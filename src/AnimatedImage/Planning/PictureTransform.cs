using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>
/// What happens to each decoded picture, in this order: deinterlace, rotate upright (ffmpeg does so by itself), crop, scale, tone-map,
/// then cut to or pad up to the canvas.
/// </summary>
public sealed record PictureTransform
{
    /// <summary>True when fields are woven into frames first.</summary>
    public bool Deinterlace { get; init; }

    /// <summary>True when PQ or HLG is brought down to SDR BT.709.</summary>
    public bool ToneMap { get; init; }

    /// <summary>Cut out before scaling, in upright stored pixels (not yet square); null = the whole picture.</summary>
    public CropRectangle? Crop { get; init; }

    /// <summary>Width the picture is scaled to.</summary>
    public required int ScaledWidth { get; init; }

    /// <summary>Height the picture is scaled to.</summary>
    public required int ScaledHeight { get; init; }

    /// <summary>Width of the output. Smaller than <see cref="ScaledWidth"/>: the middle is cut out; larger: bars are added.</summary>
    public required int CanvasWidth { get; init; }

    /// <summary>Height of the output; as for the width.</summary>
    public required int CanvasHeight { get; init; }

    /// <summary>What fills the bars where the canvas is larger.</summary>
    public Padding? Padding { get; init; }

    /// <summary>True when the frames carry alpha.</summary>
    public bool KeepAlpha { get; init; }

    /// <summary>Colour put behind transparent pixels; null when alpha is kept or the source has none.</summary>
    public RgbColor? Background { get; init; }

    /// <summary>The YUV matrix to assume where the source does not name one (<c>bt709</c> above 576 lines, else <c>bt601</c>); null when it does.</summary>
    public string? AssumedMatrix { get; init; }
}

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// What a quality of 1–100 means for every stage of the GIF encoder. Levels are 8-bit steps of brightness (0–255). Between two
/// rows of <see cref="Map"/> every value is interpolated linearly, so that one step of quality is one small step of size.
/// </summary>
internal sealed record GifTuning
{
    private const double NearLossless = 95;

    /// <summary>The quality map; measured rows, best first.</summary>
    private static readonly GifTuning[] Map =
    [
        new() { Quality = 100, Loss = 0, CleanLoss = 0, HoldBias = 0, HoldPixel = 0, Lookahead = 0, Keep = 0, Fade = 0, Colors = 256, Dither = 0.25 },
        new() { Quality = 90, Loss = 3, CleanLoss = 0.75, HoldBias = 0.8, HoldPixel = 6, Lookahead = 3, Keep = 2, Fade = 1.6, Colors = 256, Dither = 0.25 },
        new() { Quality = 80, Loss = 4.5, CleanLoss = 1.2, HoldBias = 1.2, HoldPixel = 8, Lookahead = 4, Keep = 3, Fade = 3.2, Colors = 256, Dither = 0.25 },
        new() { Quality = 60, Loss = 7, CleanLoss = 3.2, HoldBias = 1.8, HoldPixel = 12, Lookahead = 5, Keep = 4, Fade = 6.4, Colors = 256, Dither = 0.25 },
        new() { Quality = 40, Loss = 11, CleanLoss = 7, HoldBias = 2.4, HoldPixel = 16, Lookahead = 6, Keep = 5, Fade = 9.6, Colors = 192, Dither = 0.25 },
        new() { Quality = 20, Loss = 17, CleanLoss = 12, HoldBias = 3, HoldPixel = 20, Lookahead = 7, Keep = 6, Fade = 13, Colors = 128, Dither = 0.25 },
        new() { Quality = 1, Loss = 26, CleanLoss = 19, HoldBias = 4, HoldPixel = 28, Lookahead = 8, Keep = 8, Fade = 18, Colors = 64, Dither = 0.25 },
    ];

    /// <summary>1–100.</summary>
    public required double Quality { get; init; }

    /// <summary>Levels that a pixel may differ from its nearest colour for the sake of a longer LZW match, in flat surroundings.</summary>
    public required double Loss { get; init; }

    /// <summary>The same in graphics without noise, where an error shows.</summary>
    public required double CleanLoss { get; init; }

    /// <summary>Levels that the mean of a 3×3 neighbourhood may drift before its pixels are drawn again.</summary>
    public required double HoldBias { get; init; }

    /// <summary>Levels that a single pixel may differ, in any channel, before it is drawn again.</summary>
    public required double HoldPixel { get; init; }

    /// <summary>Levels within which the frames that follow are averaged into a pixel that is drawn anew.</summary>
    public required double Lookahead { get; init; }

    /// <summary>Levels within which what is on the canvas already serves as the pixel to draw.</summary>
    public required double Keep { get; init; }

    /// <summary>Levels that a cell of a mosaic may differ while it fades, before it is drawn again.</summary>
    public required double Fade { get; init; }

    /// <summary>Most colours of a frame's table, the transparent one included.</summary>
    public required double Colors { get; init; }

    /// <summary>Share of a pixel's error that is handed on to its neighbours, 0–1.</summary>
    public required double Dither { get; init; }

    /// <summary>True for the qualities that put closeness before size and speed.</summary>
    public bool IsNearLossless => Quality >= NearLossless;

    /// <summary>True when colours are fitted (<see cref="PictureFitter"/>) instead of dithered: at the best qualities, unless a strength is given.</summary>
    public bool IsFitted { get; init; }

    /// <summary>True for the quality that holds nothing back.</summary>
    public bool IsClosest => Quality >= 100;

    /// <summary>
    /// True when a frame gets the best table there is, fitted and with what it shows badly drawn again, whatever bytes that takes. Clean
    /// graphics look the same from a shared or a small one up to the quality that holds nothing back.
    /// </summary>
    /// <param name="isClean">True for graphics without noise.</param>
    public bool Refines(bool isClean) => IsClosest || (IsNearLossless && !isClean);

    /// <summary>The tuning of a quality, interpolated; a given number of colours or dither strength wins over the map.</summary>
    public static GifTuning Of(int quality, int colors, double? dither)
    {
        double q = Math.Clamp(quality, 1, 100);
        int below = Array.FindIndex(Map, row => row.Quality <= q);
        GifTuning lower = Map[below];
        GifTuning upper = Map[Math.Max(0, below - 1)];
        double share = upper == lower ? 0 : (q - lower.Quality) / (upper.Quality - lower.Quality);
        double Between(Func<GifTuning, double> value) => value(lower) + ((value(upper) - value(lower)) * share);
        return new GifTuning
        {
            Quality = q,
            IsFitted = q >= NearLossless && dither is null,
            Loss = Between(row => row.Loss),
            CleanLoss = Between(row => row.CleanLoss),
            HoldBias = Between(row => row.HoldBias),
            HoldPixel = Between(row => row.HoldPixel),
            Lookahead = Between(row => row.Lookahead),
            Keep = Between(row => row.Keep),
            Fade = Between(row => row.Fade),
            Colors = Math.Min(Between(row => row.Colors), colors),
            Dither = dither ?? Between(row => row.Dither),
        };
    }
}

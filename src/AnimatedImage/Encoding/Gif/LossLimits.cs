namespace AnimatedImage.Encoding.Gif;

/// <summary>What the row encoder may lose, in the squared units of <see cref="Ycc"/>.</summary>
internal sealed class LossLimits
{
    /// <summary>Activity in levels at which the tolerated error has doubled.</summary>
    private const double DoublingActivity = 6.5;

    private const double MostTolerance = 4;

    /// <summary>Share of the tolerated error in plain grounds of clean graphics.</summary>
    private const double PlainShare = 0.5;

    /// <summary>Share of what the canvas may differ from a pixel that clean graphics get.</summary>
    private const double CleanKeep = 0.25;

    /// <summary>The limits of a tuning.</summary>
    /// <param name="tuning">How much may be lost.</param>
    /// <param name="isClean">True for graphics without noise.</param>
    public LossLimits(GifTuning tuning, bool isClean)
    {
        double loss = isClean ? tuning.CleanLoss : tuning.Loss;
        LossByActivity = new int[256];
        for (int activity = 0; activity < LossByActivity.Length; activity++)
        {
            LossByActivity[activity] = Square(loss * Math.Min(MostTolerance, 1 + (activity / DoublingActivity)) * (isClean && activity == 0 ? PlainShare : 1));
        }

        IsExact = tuning.IsNearLossless || isClean;
        Keep = Square(isClean ? tuning.Keep * CleanKeep : tuning.Keep);
        Dither = (int)Math.Round(tuning.Dither * 256);
    }

    private LossLimits()
    {
        TargetsShown = true;
        LossByActivity = new int[256];
        Keep = 0;
        IsExact = true;
        Dither = 0;
    }

    /// <summary>Every colour is in the table: nothing is lost.</summary>
    public static LossLimits None { get; } = new();

    /// <summary>Squared distance below which another colour may stand for a pixel, by the activity around it.</summary>
    public int[] LossByActivity { get; }

    /// <summary>Squared distance up to which what is on the canvas stands for a pixel.</summary>
    public int Keep { get; }

    /// <summary>True when the colour nearest to every single pixel is wanted.</summary>
    public bool IsExact { get; }

    /// <summary>True when a pixel that is not to be drawn is best as it is shown; false when best is the colour that it is held for.</summary>
    public bool TargetsShown { get; init; }

    /// <summary>True when strings are planned ahead, which takes time: errors are not handed on and something may be lost.</summary>
    public bool PlansAhead => TargetsShown && Dither == 0 && LossByActivity[^1] > 0;

    /// <summary>Share of an error that is handed on, in 256ths.</summary>
    public int Dither { get; }

    private static int Square(double levels) => (int)Math.Round(levels * Ycc.UnitsPerLevel * levels * Ycc.UnitsPerLevel);
}

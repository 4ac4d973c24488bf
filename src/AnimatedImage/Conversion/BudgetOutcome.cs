using System.Globalization;
using AnimatedImage.Requests;

namespace AnimatedImage.Conversion;

/// <summary>What a byte budget made of an output: what it would have been and what it is. Immutable.</summary>
public sealed record BudgetOutcome
{
    /// <summary>The budget in bytes.</summary>
    public required long MaxSize { get; init; }

    /// <summary>How often the output was encoded to find out; 0 in an estimate.</summary>
    public required int Encodes { get; init; }

    /// <summary>The quality asked for; null where every pixel is kept.</summary>
    public required int? RequestedQuality { get; init; }

    /// <summary>The quality that fits; null where every pixel is kept.</summary>
    public required int? Quality { get; init; }

    /// <summary>The frames a second asked for, on average.</summary>
    public required double RequestedFrameRate { get; init; }

    /// <summary>The frames a second that fit, on average.</summary>
    public required double FrameRate { get; init; }

    /// <summary>The width asked for.</summary>
    public required int RequestedWidth { get; init; }

    /// <summary>The height asked for.</summary>
    public required int RequestedHeight { get; init; }

    /// <summary>The width that fits.</summary>
    public required int Width { get; init; }

    /// <summary>The height that fits.</summary>
    public required int Height { get; init; }

    /// <summary>What was lowered; empty when everything fits as asked, however much of the budget that leaves.</summary>
    public IReadOnlyList<SizePriority> GivenUp =>
    [
        .. Quality != RequestedQuality ? [SizePriority.Quality] : Array.Empty<SizePriority>(),
        .. FrameRate < RequestedFrameRate ? [SizePriority.FrameRate] : Array.Empty<SizePriority>(),
        .. Width != RequestedWidth || Height != RequestedHeight ? [SizePriority.Dimensions] : Array.Empty<SizePriority>(),
    ];

    /// <summary>In words: <c>quality 80 → 52, 480×270 → 384×216</c>; <c>nothing given up</c>.</summary>
    public override string ToString()
    {
        List<string> changes = [];
        foreach (SizePriority lowered in GivenUp)
        {
            changes.Add(lowered switch
            {
                SizePriority.Quality => string.Create(CultureInfo.InvariantCulture, $"quality {RequestedQuality} → {Quality}"),
                SizePriority.FrameRate => string.Create(CultureInfo.InvariantCulture, $"{RequestedFrameRate:0.#} → {FrameRate:0.#} fps"),
                _ => string.Create(CultureInfo.InvariantCulture, $"{RequestedWidth}×{RequestedHeight} → {Width}×{Height}"),
            });
        }

        return changes.Count == 0 ? "nothing given up" : string.Join(", ", changes);
    }
}

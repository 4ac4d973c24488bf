namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Decides when a full <see cref="LzwDictionary"/> is emptied. GIF lets it be used on ("deferred clear", GIF89a, appendix F), which pays as
/// long as its strings fit what comes: bits a pixel are compared with what they were while it filled, since that is what an empty one
/// would cost.
/// </summary>
internal sealed class ClearJudge
{
    private int _window;
    private double _least, _most;
    private bool _isFull;
    private long _pixels, _startPixels, _startBits;
    private double _filling;

    /// <summary>Begins an image.</summary>
    public void Begin(ClearRule rule)
    {
        // Pixels over which bits are counted, and the bits a pixel, as a multiple of those while it filled, between which it is used on.
        // A picture that takes far fewer has become another, where an empty dictionary would do better still.
        (_window, _least, _most) = rule == ClearRule.Patient ? (12288, 0, 1.3) : (1024, 0.85, 0.95);
        _pixels = 0;
        Cleared(0);
    }

    /// <summary>The dictionary was emptied.</summary>
    /// <param name="bits">Bits written so far.</param>
    public void Cleared(long bits) => (_isFull, _startPixels, _startBits) = (false, _pixels, bits);

    /// <summary>Counts one more row. True when the dictionary is to be emptied.</summary>
    /// <param name="pixels">Pixels of the row.</param>
    /// <param name="bits">Bits written so far.</param>
    /// <param name="isFull">True when the dictionary takes nothing more.</param>
    public bool AddRow(int pixels, long bits, bool isFull)
    {
        _pixels += pixels;
        if (!isFull)
        {
            return false;
        }

        long counted = _pixels - _startPixels;
        if (_isFull && counted < _window)
        {
            return false;
        }

        double rate = (bits - _startBits) / (double)counted;
        bool wasFull = _isFull;
        (_isFull, _filling, _startPixels, _startBits) = (true, wasFull ? _filling : rate, _pixels, bits);
        return wasFull && (rate > _filling * _most || rate < _filling * _least);
    }
}

namespace AnimatedImage.Planning.Budget;

/// <summary>
/// Finds the best rung whose file fits, in few encodes. Ask <see cref="Next"/>, make that file, <see cref="Report"/> its size, until
/// nothing is next. Only a size that was reported is ever chosen, so what is chosen fits whatever the model believed; every encode
/// narrows the rungs that are left, so it ends even where sizes are noisy, come in steps or stop falling. Where neighbours lie farther
/// apart than the window is wide, <see cref="BudgetLadder.Bridge"/> is tried between them. Pure.
/// </summary>
public sealed class BudgetSearch
{
    /// <summary>Most encodes of one output.</summary>
    public const int MostEncodes = 6;

    /// <summary>Least share of the budget that counts as used up.</summary>
    public const double GoodShare = 0.9;

    // Rungs that should differ by less than this, but whose files straddle the window, lie at a step.
    private const double StepRelief = 0.06;

    // The middle of the window first; the longer nothing fits, the more cautiously.
    private static readonly double[] s_aims = [0.955, 0.95, 0.945, 0.92, 0.8];

    private readonly BudgetLadder _ladder;
    private readonly SizeCurve _curve;
    private readonly long _maxBytes;
    private readonly double _log;
    private int _next;
    private int _tooLarge = -1;
    private long _tooLargeBytes;
    private int _fitting;
    private bool _isBridging;
    private double _bridgeRelief;

    /// <summary>Begins a search.</summary>
    /// <param name="ladder">From as asked to smallest.</param>
    /// <param name="maxBytes">The budget; &gt; 0.</param>
    /// <param name="samples">Sizes expected from samples of the clip; may be none.</param>
    public BudgetSearch(BudgetLadder ladder, long maxBytes, IReadOnlyList<SizeSample> samples)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        _ladder = ladder;
        _maxBytes = maxBytes;
        _log = Math.Log(maxBytes);
        _curve = new SizeCurve(ladder.Rungs, samples);
        _fitting = ladder.Rungs.Count;
        _next = _curve.IsKnown ? Choose() : 0;
        Next = ladder.Rungs[_next];
    }

    /// <summary>What to make next; null when the search is over.</summary>
    public BudgetRung? Next { get; private set; }

    /// <summary>The best that is known to fit; null when nothing is.</summary>
    public BudgetRung? Best { get; private set; }

    /// <summary>The size of <see cref="Best"/>.</summary>
    public long BestBytes { get; private set; }

    /// <summary>Encodes reported so far.</summary>
    public int Encodes { get; private set; }

    /// <summary>What was tried for <see cref="SmallestBytes"/>; null before the first report.</summary>
    public BudgetRung? Smallest { get; private set; }

    /// <summary>The smallest size reported.</summary>
    public long SmallestBytes { get; private set; }

    /// <summary>The rung that is expected to use the budget best, from what is known now; null where even the last is thought too large.</summary>
    /// <param name="ladder">From as asked to smallest.</param>
    /// <param name="maxBytes">The budget.</param>
    /// <param name="samples">Sizes expected from samples; at least one.</param>
    public static int? Predict(BudgetLadder ladder, long maxBytes, IReadOnlyList<SizeSample> samples)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        int count = ladder.Rungs.Count;
        SizeCurve curve = new(ladder.Rungs, samples);
        int rung = FirstBelow(curve, 0, count, Math.Log(maxBytes));
        return rung == 0 ? 0 : rung == count ? null : Math.Min(count - 1, FirstBelow(curve, rung, count, Math.Log(maxBytes * s_aims[0])));
    }

    /// <summary>Tells what <see cref="Next"/> weighs.</summary>
    /// <exception cref="InvalidOperationException">Nothing was next.</exception>
    public void Report(long bytes)
    {
        BudgetRung rung = Next ?? throw new InvalidOperationException("The search is over.");
        Encodes++;
        if (Smallest is null || bytes < SmallestBytes)
        {
            (Smallest, SmallestBytes) = (rung, bytes);
        }

        bool fits = bytes <= _maxBytes;
        if (fits && (!_isBridging || bytes > BestBytes))
        {
            (Best, BestBytes) = (rung, bytes);
        }

        if (_isBridging)
        {
            // The next attempt corrects this one's error; what overshot is corrected a little further.
            _bridgeRelief += Math.Log((double)bytes / _maxBytes) - Math.Log(s_aims[2]);
        }
        else
        {
            _curve.Measured(_next, bytes);
            (_tooLarge, _tooLargeBytes, _fitting) = fits ? (_tooLarge, _tooLargeBytes, _next) : (_next, bytes, _fitting);
        }

        Next = (fits && bytes >= _maxBytes * GoodShare) || Encodes == MostEncodes || _fitting == 0 ? null : Step();
    }

    private BudgetRung? Step()
    {
        if (!_isBridging && !IsStuck)
        {
            return _ladder.Rungs[_next = Choose()];
        }

        if (_tooLarge < 0 || Best is null)
        {
            return null;
        }

        if (!_isBridging)
        {
            _isBridging = true;
            _bridgeRelief = Math.Log((double)_tooLargeBytes / _maxBytes) - Math.Log(s_aims[1]);
        }

        return _bridgeRelief > 0 ? _ladder.Bridge(_ladder.Rungs[_tooLarge], _bridgeRelief) : null;
    }

    private bool IsStuck => _fitting - _tooLarge <= 1
        || (_tooLarge >= 0 && Best is not null && _ladder.Rungs[_fitting].Relief - _ladder.Rungs[_tooLarge].Relief < StepRelief);

    private int Choose()
    {
        int last = _ladder.Rungs.Count - 1;
        if (Best is null && (Encodes == MostEncodes - 1 || _curve.LogOf(last) > _log))
        {
            return last;
        }

        if (_tooLarge < 0 && _curve.LogOf(0) <= _log)
        {
            return 0;
        }

        double aim = s_aims[Best is null ? Math.Min(Encodes, s_aims.Length - 1) : 1];
        int rung = FirstBelow(_curve, _tooLarge + 1, _fitting, Math.Log(_maxBytes * aim));
        int low = _tooLarge + 1;
        int high = _fitting - 1;
        if (Encodes >= 3 && Best is not null && _tooLarge >= 0)
        {
            // The curve had its chance: steps and noise are narrowed down by cutting a good piece off.
            int cut = (high - low) / 4;
            (low, high) = (low + cut, high - cut);
        }

        return Math.Clamp(rung, low, high);
    }

    /// <summary>The first rung of [from, to) expected at or below a size; <paramref name="to"/> when there is none.</summary>
    private static int FirstBelow(SizeCurve curve, int from, int to, double log)
    {
        // The curve falls but for the noise in its samples, so the first rung below is looked for in order.
        int rung = from;
        while (rung < to && curve.LogOf(rung) > log)
        {
            rung++;
        }

        return rung;
    }
}

using AnimatedImage.Requests;

namespace AnimatedImage.Planning.Budget;

/// <summary>
/// Every way of making an output, from as asked to the smallest that is offered, each a little smaller than the one before. There are
/// two rounds: first everything goes down to where it still looks good (quality 40, 10 frames a second, 320 pixels on the longer
/// side; two thirds of what was asked where that is less), then to where it can just be told what is shown (quality 10, 2 frames a
/// second, 64 pixels). Within a round the least wanted goes first; what has no order among each other goes down together. What was
/// asked for below the last level stays as asked.
/// </summary>
public sealed class BudgetLadder
{
    // Of the natural logarithm of the size: a tenth of what a budget's window of 90 to 100 % holds.
    private const double StepOfLog = 0.01;

    private const int LeastShortSide = 16;

    // In the first round everything has some room, whatever was asked.
    private const double FirstShare = 2.0 / 3;

    // Of a bridge's relief: the few frames of a short clip cannot be told apart more finely.
    private const double BridgeError = 0.03;

    private static readonly (int Quality, double Rate, int LongSide)[] s_rounds = [(40, 10, 320), (10, 2, 64)];

    private static readonly SizePriority[] s_all = Enum.GetValues<SizePriority>();

    private readonly OutputFormat _format;
    private readonly EncoderSettings _asked;
    private readonly int _frames;
    private readonly SizePrior _prior;
    private readonly IReadOnlyList<SizePriority> _priority;
    private readonly List<BudgetRung> _rungs = [];

    private BudgetLadder(OutputFormat format, EncoderSettings asked, int frames, IReadOnlyList<SizePriority> priority)
    {
        _format = format;
        _asked = asked;
        _frames = frames;
        _priority = priority;
        _prior = SizePrior.Of(format, asked.Lossless);
    }

    /// <summary>At least one rung, the first as asked; never two alike, <see cref="BudgetRung.Relief"/> growing.</summary>
    public IReadOnlyList<BudgetRung> Rungs => _rungs;

    /// <summary>Builds the ladder.</summary>
    /// <param name="format">The output's format.</param>
    /// <param name="asked">What was asked for; lossless outputs keep their quality.</param>
    /// <param name="frames">How many frames play in one round; &gt; 0.</param>
    /// <param name="rate">How many of them a second, on average; &gt; 0.</param>
    /// <param name="priority">What is kept longest, in order; null = all go down together.</param>
    public static BudgetLadder Build(OutputFormat format, EncoderSettings asked, int frames, double rate, IReadOnlyList<SizePriority>? priority)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        BudgetLadder ladder = new(format, asked, frames, priority ?? []);
        Level level = new(asked.Quality, 1, 1);
        ladder.Add(level);
        Level last = ladder.Floor(s_rounds[^1], rate, 1);
        foreach ((int Quality, double Rate, int LongSide) round in s_rounds)
        {
            Level floor = round == s_rounds[^1] ? last : ladder.Floor(round, rate, FirstShare);
            floor = new Level(Math.Max(last.Quality, floor.Quality), Math.Max(last.Side, floor.Side), Math.Max(last.Frames, floor.Frames));
            foreach (SizePriority[] together in ladder.Steps())
            {
                Level next = new(
                    together.Contains(SizePriority.Quality) ? floor.Quality : level.Quality,
                    together.Contains(SizePriority.Dimensions) ? floor.Side : level.Side,
                    together.Contains(SizePriority.FrameRate) ? floor.Frames : level.Frames);
                ladder.Descend(level, next);
                level = next;
            }
        }

        return ladder;
    }

    /// <summary>
    /// A way between two rungs whose files lie far apart, as where a step of quality changes what an encoder takes for unchanged: the
    /// upper rung with a little of something else given up, pixels if they are not wanted more than frames.
    /// </summary>
    /// <param name="from">The upper rung.</param>
    /// <param name="relief">By how much the file should be smaller: the natural logarithm of the ratio.</param>
    /// <returns>Null where there is nothing else to give up so little of.</returns>
    public BudgetRung? Bridge(BudgetRung from, double relief)
    {
        ArgumentNullException.ThrowIfNull(from);
        double side = (double)from.Width / _asked.Width;
        double frames = (double)from.FrameCount / _frames;
        Level fewerPixels = new(from.Quality, Math.Max(SideFor(s_rounds[^1].LongSide), side * Math.Exp(-relief / (2 * _prior.PixelPower))), frames);
        Level fewerFrames = new(from.Quality, side, frames * Math.Exp(-relief / _prior.FramePower));
        bool keepsPixels = _priority.Contains(SizePriority.Dimensions)
            && (!_priority.Contains(SizePriority.FrameRate) || Rank(SizePriority.Dimensions) < Rank(SizePriority.FrameRate));
        BudgetRung[] ways = keepsPixels ? [Rung(fewerFrames), Rung(fewerPixels)] : [Rung(fewerPixels), Rung(fewerFrames)];
        return Array.Find(ways, way => way.Relief > from.Relief && Math.Abs(way.Relief - from.Relief - relief) < Math.Max(BridgeError, relief / 2));
    }

    private int Rank(SizePriority priority) => _priority.TakeWhile(each => each != priority).Count();

    /// <summary>What goes down together, the least wanted first.</summary>
    private IEnumerable<SizePriority[]> Steps()
    {
        SizePriority[] open = [.. s_all.Except(_priority)];
        IEnumerable<SizePriority[]> named = _priority.Reverse().Select(each => new[] { each });
        return open.Length > 0 ? named.Prepend(open) : named;
    }

    private Level Floor((int Quality, double Rate, int LongSide) round, double rate, double share) => new(
        _asked.Lossless ? _asked.Quality : Math.Min(_asked.Quality * share, round.Quality),
        Math.Min(share, SideFor(round.LongSide)),
        Math.Min(share, round.Rate / rate));

    private double SideFor(int longSide)
    {
        double least = Math.Min(1, (double)LeastShortSide / Math.Min(_asked.Width, _asked.Height));
        return Math.Max(least, Math.Min(1, (double)longSide / Math.Max(_asked.Width, _asked.Height)));
    }

    private void Descend(Level from, Level to)
    {
        int steps = (int)Math.Ceiling((ReliefOf(Rung(to)) - ReliefOf(Rung(from))) / StepOfLog);
        for (int step = 1; step <= steps; step++)
        {
            double part = (double)step / steps;
            Add(new Level(
                from.Quality + ((to.Quality - from.Quality) * part),
                from.Side * Math.Pow(to.Side / from.Side, part),
                from.Frames * Math.Pow(to.Frames / from.Frames, part)));
        }
    }

    private void Add(Level level)
    {
        BudgetRung rung = Rung(level);
        if (_rungs.Count == 0 || rung.Relief > _rungs[^1].Relief)
        {
            _rungs.Add(rung);
        }
    }

    private BudgetRung Rung(Level level)
    {
        // Odd sides cost AV1 its fast encoder, and files of two encoders in turns would go up and down. As asked they stay.
        int grid = _format == OutputFormat.Avif && level.Side < 1 ? 2 : 1;
        int Pixels(int side) => Math.Max(grid, (int)Math.Round(side * level.Side / grid) * grid);
        int count = Math.Clamp((int)Math.Round(_frames * level.Frames), 1, _frames);
        BudgetRung rung = new(
            (int)Math.Round(level.Quality),
            Pixels(_asked.Width),
            Pixels(_asked.Height),
            count,
            count == _frames ? 1 : (count - 0.5) / Math.Max(1, _frames - 1),
            0);
        return rung with { Relief = ReliefOf(rung) };
    }

    private double ReliefOf(BudgetRung rung)
    {
        double pixels = (double)rung.Width * rung.Height / ((double)_asked.Width * _asked.Height);
        double frames = (double)rung.FrameCount / _frames;
        return _prior.LogOf(_asked.Quality) - _prior.LogOf(rung.Quality) - (_prior.PixelPower * Math.Log(pixels)) - (_prior.FramePower * Math.Log(frames));
    }

    private readonly record struct Level(double Quality, double Side, double Frames);
}

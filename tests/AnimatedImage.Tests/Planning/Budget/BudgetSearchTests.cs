using AnimatedImage.Planning;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning.Budget;

/// <summary>The search against encoders that are formulas.</summary>
public sealed class BudgetSearchTests
{
    private const double Plain = 4_000_000;

    private static readonly BudgetLadder s_ladder = BudgetLadder.Build(
        OutputFormat.WebP,
        new EncoderSettings { Width = 480, Height = 270, HasAlpha = false, Quality = 80, PlayCount = 0, Timing = FrameTiming.Of(OutputFormat.WebP) },
        100,
        20,
        null);

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.6)]
    [InlineData(1.7)]
    public void A_smooth_encoder_is_met_in_few_encodes(double steepness)
    {
        int encodes = 0;
        int searches = 0;
        foreach (double share in (double[])[0.9, 0.6, 0.4, 0.2, 0.1, 0.05])
        {
            Outcome outcome = Run(rung => Plain * Math.Exp(-rung.Relief * steepness), share, [1.1, 1.1, 1.1]);
            Assert.True(outcome.IsHit, $"{share}: {outcome}");
            Assert.InRange(outcome.Encodes, 1, 4);
            encodes += outcome.Encodes;
            searches++;
        }

        Assert.True(encodes <= 2.5 * searches, $"{encodes} encodes for {searches} budgets.");
    }

    [Fact]
    public void What_fits_as_asked_is_made_once()
    {
        Outcome outcome = Run(rung => Plain * Math.Exp(-rung.Relief), 1.5, [1.2]);
        Assert.Equal((s_ladder.Rungs[0], 1), (outcome.Rung, outcome.Encodes));
    }

    [Fact]
    public void Without_a_sample_the_first_encode_is_as_asked()
    {
        BudgetSearch search = new(s_ladder, 1000, []);
        Assert.Equal(s_ladder.Rungs[0], search.Next);
    }

    [Fact]
    public void What_cannot_fit_is_told_after_one_encode()
    {
        Outcome outcome = Run(rung => Plain * Math.Exp(-rung.Relief), 1e-4, [1]);
        Assert.Null(outcome.Rung);
        Assert.Equal(1, outcome.Encodes);
        Assert.Equal((long)(Plain * Math.Exp(-s_ladder.Rungs[^1].Relief)), outcome.Smallest);
    }

    [Fact]
    public void A_size_that_stops_falling_is_told_as_the_smallest()
    {
        Outcome outcome = Run(rung => Math.Max(Plain * 0.3, Plain * Math.Exp(-rung.Relief)), 0.2, [1]);
        Assert.Null(outcome.Rung);
        Assert.Equal((long)(Plain * 0.3), outcome.Smallest);
    }

    [Fact]
    public void A_size_that_comes_in_steps_gives_the_step_below()
    {
        // No file between 40 and 100 % exists.
        Outcome outcome = Run(rung => rung.Relief < 0.5 ? Plain : Plain * 0.4, 0.6, [1]);
        Assert.NotNull(outcome.Rung);
        Assert.Equal(Plain * 0.4, outcome.Bytes!.Value, 1.0);
    }

    [Theory]
    [InlineData(0.55)]
    [InlineData(0.35)]
    public void A_step_of_quality_is_bridged_by_pixels(double share)
    {
        // Each fifth point of quality is worth a quarter, the others nothing.
        Outcome outcome = Run(rung => Plain * Math.Pow(0.75, (80 - rung.Quality) / 5) * Math.Pow(rung.Width / 480.0, 1.6), share, [1, 1.02]);
        Assert.True(outcome.IsHit, $"{outcome}");
    }

    [Fact]
    public void Any_encoder_ends_in_time_within_the_budget()
    {
        var random = new Random(17);
        int hits = 0;
        int reachable = 0;
        for (int run = 0; run < 2000; run++)
        {
            double steepness = 0.5 + random.NextDouble();
            double noise = random.NextDouble() * 0.06;
            double step = random.Next(3) == 0 ? 0.05 : 0;
            double floor = random.Next(4) == 0 ? Plain * 0.02 : 0;
            int seed = random.Next();
            double bias = Math.Exp((random.NextDouble() - 0.5) * 0.8);
            double Size(BudgetRung rung)
            {
                double relief = step > 0 ? Math.Floor(rung.Relief / step) * step : rung.Relief;
                return Math.Max(floor, Plain * Math.Exp(-relief * steepness) * (1 + ((new Random(seed ^ ((rung.Quality * 7919) + (rung.Width * 131) + rung.FrameCount)).NextDouble() - 0.5) * 2 * noise)));
            }

            double share = Math.Exp(-random.NextDouble() * 4);
            Outcome outcome = Run(Size, share, random.Next(5) == 0 ? [] : [bias, bias * 1.1]);
            Assert.InRange(outcome.Encodes, 1, BudgetSearch.MostEncodes);
            Assert.True(outcome.Bytes is null || outcome.Bytes <= outcome.Budget, $"{run}: {outcome}");
            if (outcome.Rung is null)
            {
                Assert.True(Size(s_ladder.Rungs[^1]) > outcome.Budget, $"{run}: the smallest would have fitted. {outcome}");
                continue;
            }

            reachable++;
            hits += outcome.IsHit ? 1 : 0;
        }

        Assert.True(hits >= 0.95 * reachable, $"{hits} of {reachable} within the window.");
    }

    [Fact]
    public void Answers_out_of_turn_are_refused()
    {
        BudgetSearch search = new(s_ladder, 1000, []);
        search.Report(900);
        Assert.Null(search.Next);
        Assert.Throws<InvalidOperationException>(() => search.Report(900));
    }

    private static Outcome Run(Func<BudgetRung, double> encoder, double share, double[] sampleBias)
    {
        long budget = (long)(Plain * share);
        List<SizeSample> samples = [];
        foreach (double bias in sampleBias)
        {
            int rung = samples.Count == 0 ? 0 : BudgetSearch.Predict(s_ladder, budget, samples) ?? s_ladder.Rungs.Count - 1;
            samples.Add(new SizeSample(rung, encoder(s_ladder.Rungs[rung]) * bias));
        }

        BudgetSearch search = new(s_ladder, budget, samples);
        long? chosen = null;
        while (search.Next is { } next)
        {
            long bytes = (long)encoder(next);
            search.Report(bytes);
            chosen = search.Best == next ? bytes : chosen;
        }

        return new Outcome(budget, search.Best, chosen, search.Encodes, search.SmallestBytes);
    }

    private sealed record Outcome(long Budget, BudgetRung? Rung, long? Bytes, int Encodes, long Smallest)
    {
        public bool IsHit => Rung == s_ladder.Rungs[0] || (Bytes <= Budget && Bytes >= Budget * BudgetSearch.GoodShare);
    }
}

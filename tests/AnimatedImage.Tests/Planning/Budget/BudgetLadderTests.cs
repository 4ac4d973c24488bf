using AnimatedImage.Planning;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Planning.Budget;

public sealed class BudgetLadderTests
{
    public static TheoryData<OutputFormat, SizePriority[]?> Ladders()
    {
        var data = new TheoryData<OutputFormat, SizePriority[]?>();
        SizePriority[]?[] orders = [null, [SizePriority.Quality], [SizePriority.FrameRate, SizePriority.Dimensions], [SizePriority.Dimensions, SizePriority.Quality, SizePriority.FrameRate]];
        foreach (OutputFormat format in OutputFormats.All)
        {
            foreach (SizePriority[]? order in orders)
            {
                data.Add(format, order);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ladders))]
    public void Every_rung_gives_up_something_more_and_takes_nothing_back(OutputFormat format, SizePriority[]? order)
    {
        EncoderSettings asked = Settings(format, 480, 270);
        IReadOnlyList<BudgetRung> ladder = BudgetLadder.Build(format, asked, 150, 30, order).Rungs;
        Assert.Equal(new BudgetRung(80, 480, 270, 150, 1, 0), ladder[0]);
        foreach ((BudgetRung before, BudgetRung after) in ladder.Zip(ladder.Skip(1)))
        {
            Assert.True(after.Relief > before.Relief);
            Assert.True(after.Relief - before.Relief < 0.12, $"{before} → {after} leaves a gap.");
            Assert.True(after.Quality <= before.Quality && after.Width <= before.Width && after.Height <= before.Height && after.FrameCount <= before.FrameCount);
        }

        BudgetRung last = ladder[^1];
        Assert.Equal((asked.Lossless ? 80 : 10, 64, 36, 10), (last.Quality, last.Width, last.Height, last.FrameCount));
    }

    [Fact]
    public void What_is_named_first_is_given_up_last()
    {
        IReadOnlyList<BudgetRung> ladder = BudgetLadder.Build(
            OutputFormat.WebP, Settings(OutputFormat.WebP, 640, 360), 250, 25, [SizePriority.Quality, SizePriority.Dimensions]).Rungs;

        // Frame rate, then dimensions, then quality down to where it still looks good; then the same again.
        BudgetRung[] corners = [.. ladder.Zip(ladder.Skip(1)).Where(pair => Changed(pair.First, pair.Second) != Changed(ladder, pair.Second)).Select(pair => pair.Second)];
        Assert.Equal([(80, 640, 100), (80, 320, 100), (40, 320, 100), (40, 320, 20), (40, 64, 20)], corners.Select(rung => (rung.Quality, rung.Width, rung.FrameCount)));
        Assert.Equal((10, 64, 20), (ladder[^1].Quality, ladder[^1].Width, ladder[^1].FrameCount));
    }

    [Fact]
    public void Without_an_order_everything_goes_down_together()
    {
        IReadOnlyList<BudgetRung> ladder = BudgetLadder.Build(OutputFormat.Gif, Settings(OutputFormat.Gif, 640, 360), 250, 25, null).Rungs;
        BudgetRung middle = ladder.First(rung => rung.Quality == 60);
        Assert.InRange(middle.Width, 400, 500);
        Assert.InRange(middle.FrameCount, 140, 180);
    }

    [Theory]
    [InlineData(30, 300, 8, 40)]
    [InlineData(5, 60, 1.5, 6)]
    public void What_was_asked_for_below_a_level_stays(int quality, int width, double rate, int frames)
    {
        EncoderSettings asked = Settings(OutputFormat.Gif, width, width) with { Quality = quality };
        IReadOnlyList<BudgetRung> ladder = BudgetLadder.Build(OutputFormat.Gif, asked, frames, rate, null).Rungs;
        Assert.Equal(Math.Min(10, quality), ladder[^1].Quality);
        Assert.Equal(Math.Min(64, width), ladder[^1].Width);
        Assert.Equal(Math.Min(frames, (int)Math.Round(frames * 2 / rate)), ladder[^1].FrameCount);
    }

    [Fact]
    public void Even_sides_stay_even_where_the_encoder_is_faster_so() =>
        Assert.All(BudgetLadder.Build(OutputFormat.Avif, Settings(OutputFormat.Avif, 480, 270), 50, 10, null).Rungs, rung => Assert.Equal(0, (rung.Width | rung.Height) & 1));

    [Fact]
    public void Odd_sides_become_even_where_the_encoder_is_faster_so()
    {
        IReadOnlyList<BudgetRung> rungs = BudgetLadder.Build(OutputFormat.Avif, Settings(OutputFormat.Avif, 480, 853), 50, 10, [SizePriority.FrameRate, SizePriority.Dimensions]).Rungs;
        Assert.Equal(853, rungs[0].Height);
        Assert.All(rungs.Where(rung => (rung.Width, rung.Height) != (480, 853)), rung => Assert.Equal(0, (rung.Width | rung.Height) & 1));
    }

    [Fact]
    public void Nothing_is_left_to_give_up_of_one_tiny_frame()
    {
        EncoderSettings asked = Settings(OutputFormat.Apng, 16, 16);
        Assert.Equal(new BudgetRung(80, 16, 16, 1, 1, 0), Assert.Single(BudgetLadder.Build(OutputFormat.Apng, asked, 1, 10, null).Rungs));
    }

    [Fact]
    public void A_bridge_gives_up_a_little_of_something_else()
    {
        BudgetLadder ladder = BudgetLadder.Build(OutputFormat.WebP, Settings(OutputFormat.WebP, 640, 360), 250, 25, null);
        BudgetRung from = ladder.Rungs[0];
        BudgetRung bridge = ladder.Bridge(from, 0.1)!;
        Assert.Equal((80, 250), (bridge.Quality, bridge.FrameCount));
        Assert.InRange(bridge.Width, 590, 610);

        // Where dimensions are wanted more, frames go.
        BudgetLadder kept = BudgetLadder.Build(OutputFormat.WebP, Settings(OutputFormat.WebP, 640, 360), 250, 25, [SizePriority.Dimensions]);
        Assert.Equal((80, 640), (kept.Bridge(from, 0.1)!.Quality, kept.Bridge(from, 0.1)!.Width));

        // Of one tiny frame there is nothing to give.
        BudgetLadder tiny = BudgetLadder.Build(OutputFormat.WebP, Settings(OutputFormat.WebP, 16, 16), 1, 1, null);
        Assert.Null(tiny.Bridge(tiny.Rungs[0], 0.1));
    }

    private static EncoderSettings Settings(OutputFormat format, int width, int height) => new()
    {
        Width = width,
        Height = height,
        HasAlpha = false,
        Quality = 80,
        Lossless = format == OutputFormat.Apng,
        PlayCount = 0,
        Timing = FrameTiming.Of(format),
    };

    private static (bool Quality, bool Side, bool Frames) Changed(BudgetRung before, BudgetRung after) =>
        (before.Quality != after.Quality, (before.Width, before.Height) != (after.Width, after.Height), before.FrameCount != after.FrameCount);

    private static (bool Quality, bool Side, bool Frames) Changed(IReadOnlyList<BudgetRung> ladder, BudgetRung rung)
    {
        int index = ladder.ToList().IndexOf(rung);
        return index == ladder.Count - 1 ? Changed(ladder[index - 1], rung) : Changed(rung, ladder[index + 1]);
    }
}

using AnimatedImage.Conversion.Budget;

namespace AnimatedImage.Tests.Conversion.Budget;

public sealed class SizeEstimateTests
{
    [Fact]
    public void The_bar_is_never_below_a_fifth_and_never_above_all()
    {
        Assert.Equal(0.2, SizeEstimate.ErrorOf([100, 100, 100, 100], 1, 0.1));
        Assert.Equal(0.1, SizeEstimate.ErrorOf([100, 100, 100, 100], 1, 0.1, SizeEstimate.LeastErrorOfApng));
        Assert.Equal(1, SizeEstimate.ErrorOf([1, 1000, 1, 1000], 1, 0.1));
        Assert.Equal(1, SizeEstimate.ErrorOf([100], 1, 0.1));
        Assert.Equal(0.2, SizeEstimate.ErrorOf([0, 0, 0], 1, 0.1));
    }

    [Fact]
    public void What_was_seen_and_what_is_fixed_narrow_it()
    {
        double all = SizeEstimate.ErrorOf([100, 200, 100, 200, 100, 200], 1, 0);
        Assert.InRange(all, 0.3, 0.5);
        Assert.InRange(SizeEstimate.ErrorOf([100, 200, 100, 200, 100, 200], 1, 0.5), 0.2, all * 0.75);
        Assert.InRange(SizeEstimate.ErrorOf([100, 200, 100, 200, 100, 200], 0.6, 0), 0.2, all * 0.65);
    }

    [Fact]
    public void Nine_of_ten_clips_whose_cost_wanders_lie_within()
    {
        var random = new Random(5);
        int covered = 0;
        for (int clip = 0; clip < 1000; clip++)
        {
            // Bytes of a frame wander slowly, with noise: 600 frames, six runs of twelve in the middle of each sixth.
            double[] frames = new double[600];
            double level = 1000;
            for (int frame = 0; frame < frames.Length; frame++)
            {
                level = Math.Max(100, level + ((random.NextDouble() - 0.5) * 80));
                frames[frame] = level * (0.7 + (random.NextDouble() * 0.6));
            }

            double[] means = [.. Enumerable.Range(0, 6).Select(run => frames.Skip((run * 100) + 44).Take(12).Average())];
            double error = SizeEstimate.ErrorOf(means, 1, 72.0 / 600);
            covered += Math.Abs(means.Average() - frames.Average()) <= error * means.Average() ? 1 : 0;
        }

        Assert.True(covered >= 900, $"{covered} of 1000.");
    }
}

using AnimatedImage.Conversion.Budget;
using AnimatedImage.Conversion;
using AnimatedImage.Encoding;
using AnimatedImage.Failures;
using AnimatedImage.Frames.Timeline;
using AnimatedImage.Frames;
using AnimatedImage.Inspection;
using AnimatedImage.Planning.Budget;
using AnimatedImage.Planning;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Conversion.Budget;

/// <summary>Whole conversions with a byte budget.</summary>
public sealed class BudgetConversionTests : ConversionBench
{
    private const string Moving = "testsrc2=size=192x144:rate=10:duration=3";

    [Theory]
    [InlineData(OutputFormat.Gif)]
    [InlineData(OutputFormat.WebP)]
    [InlineData(OutputFormat.Apng)]
    [InlineData(OutputFormat.Avif)]
    public async Task Every_format_fits_and_says_what_was_given_up(OutputFormat format)
    {
        ConversionRequest request = Request(Clip(picture: Moving)) with { Formats = [format] };
        long plain = (await ConvertAsync(request))[0].Bytes;
        long budget = plain / 2;
        ConversionResult result = (await ConvertAsync(request with { Force = true, Budget = new() { MaxSize = budget } }))[0];
        Assert.InRange(result.Bytes, budget / 2, budget);
        Assert.Equal(result.Bytes, new FileInfo(result.Destination.Path).Length);

        BudgetOutcome outcome = result.Budget!;
        Assert.Equal(budget, outcome.MaxSize);
        Assert.InRange(outcome.Encodes, 1, BudgetSearch.MostEncodes);
        Assert.NotEmpty(outcome.GivenUp);
        Assert.Equal((192, 144, result.Width, result.Height), (outcome.RequestedWidth, outcome.RequestedHeight, outcome.Width, outcome.Height));
        Assert.Equal(format == OutputFormat.Apng ? null : 80, outcome.RequestedQuality);

        // What the result tells is what the file holds: playing time whatever was left out.
        using FileStream file = File.OpenRead(result.Destination.Path);
        AnimationInfo read = AnimationReader.Read(file, result.Destination.Path);
        Assert.Equal((result.Width, result.Height), (read.Width, read.Height));
        Assert.Equal(3, read.Duration.TotalSeconds, 0.011);
        Assert.Equal(3, result.Duration.TotalSeconds, 0.011);
        Assert.True(read.FrameCount <= result.FrameCount);
        Assert.Equal(result.ContentKey, read.ContentKey);
    }

    [Theory]
    [InlineData(SizePriority.Quality)]
    [InlineData(SizePriority.FrameRate)]
    [InlineData(SizePriority.Dimensions)]
    public async Task What_is_named_is_kept(SizePriority kept)
    {
        // Frames of noise: one costs as much as another, so each way of giving up is enough by itself.
        string clip = Clip(picture: "nullsrc=size=192x144:rate=20:duration=2,geq=random(1)*255:128:128");
        ConversionRequest request = Request(clip) with { Formats = [OutputFormat.WebP] };
        long plain = (await ConvertAsync(request))[0].Bytes;
        ConversionResult result = (await ConvertAsync(request with { Force = true, Budget = new() { MaxSize = plain * 7 / 10, Priority = [kept] } }))[0];
        Assert.DoesNotContain(kept, result.Budget!.GivenUp);
        Assert.Equal(2, result.Budget.GivenUp.Count);
    }

    [Fact]
    public async Task What_fits_as_asked_is_the_same_file_as_without_a_budget()
    {
        ConversionRequest request = Request(Clip(picture: Moving)) with { Formats = [OutputFormat.WebP] };
        ConversionResult plain = (await ConvertAsync(request))[0];
        ConversionResult result = (await ConvertAsync(request with { Force = true, Budget = new() { MaxSize = 1 << 30, Priority = [SizePriority.FrameRate] } }))[0];
        Assert.Empty(result.Budget!.GivenUp);
        Assert.Equal("nothing given up", result.Budget.ToString());
        Assert.Equal(1, result.Budget.Encodes);
        Assert.Equal((plain.Bytes, plain.Width, plain.FrameCount, plain.Duration), (result.Bytes, result.Width, result.FrameCount, result.Duration));
    }

    [Fact]
    public async Task What_cannot_fit_is_one_error_and_no_file()
    {
        ConversionRequest request = Request(Clip(picture: Moving)) with { Formats = [OutputFormat.WebP, OutputFormat.Gif], Budget = new() { MaxSize = 300 } };
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(request));
        Assert.Equal((ErrorId.BudgetTooSmall, FailureKind.Input), (failure.ErrorId, failure.Kind));
        Assert.Matches(@"at most 300 bytes: the smallest that was reached \(64×48, 2 frames a second, quality 10\) has [0-9]+ bytes", failure.Message);
        Assert.Equal(["clip.mp4"], Folder.Names);
    }

    [Fact]
    public async Task Several_formats_each_get_the_budget()
    {
        ConversionRequest request = Request(Clip(picture: Moving)) with { Formats = [OutputFormat.Gif, OutputFormat.WebP], Budget = new() { MaxSize = 30_000 } };
        IReadOnlyList<ConversionResult> results = await ConvertAsync(request);
        Assert.Equal([OutputFormat.Gif, OutputFormat.WebP], results.Select(result => result.Format));
        Assert.All(results, result => Assert.InRange(result.Bytes, 1, 30_000));
        Assert.Equal(["clip.gif", "clip.mp4", "clip.webp"], Folder.Names);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_bytes_and_skips_what_is_current()
    {
        ConversionRequest request = Request(Clip(picture: Moving)) with { Budget = new() { MaxSize = 40_000 } };
        ConversionResult first = (await ConvertAsync(request))[0];
        ConversionResult second = (await ConvertAsync(request with { Force = true }))[0];
        Assert.Equal((first.Sha256, first.Budget), (second.Sha256, second.Budget));
        ConversionResult skipped = (await ConvertAsync(request with { SkipExisting = true }))[0];
        Assert.True(skipped.IsSkipped);
        Assert.Equal((first.Bytes, first.Width, first.Height), (skipped.Bytes, skipped.Width, skipped.Height));
        ConversionResult other = (await ConvertAsync(request with { SkipExisting = true, Budget = new() { MaxSize = 20_000 } }))[0];
        Assert.False(other.IsSkipped);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(192 * 144 * 4 * 8L)]
    public async Task Frames_without_room_are_decoded_again(long limit)
    {
        PreparedConversion prepared = await Converter.PrepareAsync(Request(Clip(picture: Moving)), null, Cancellation);
        ConversionPlan plan = prepared.Plan with { FrameCount = limit == 0 ? 30 : 5 };
        using PlayedFrames again = await PlayedFrames.ReadAsync(Converter.Tools, plan, PixelLayout.Rgba, limit, _ => { }, Cancellation);
        using PlayedFrames spooled = await PlayedFrames.ReadAsync(Converter.Tools, plan, PixelLayout.Rgba, PlayedFrames.DefaultLimit, _ => { }, Cancellation);
        Assert.False(again.IsSpooled);
        Assert.True(spooled.IsSpooled);
        Assert.Equal(30, spooled.Count);
        List<int> expected = await HashesAsync(spooled);
        Assert.Equal(30, expected.Count);
        Assert.Equal(expected, await HashesAsync(again));
        Assert.Equal(expected, await HashesAsync(again));
        Assert.Equal(expected, await HashesAsync(spooled));
        Assert.Equal((30, 30), (again.Decoded, spooled.Decoded));
    }

    [Fact]
    public async Task A_search_that_decodes_again_fits_too()
    {
        PreparedConversion prepared = await Converter.PrepareAsync(Request(Clip(picture: Moving)) with { Budget = new() { MaxSize = 40_000 } }, null, Cancellation);
        using PlayedFrames frames = await PlayedFrames.ReadAsync(Converter.Tools, prepared.Plan, PixelLayout.Rgba, 0, _ => { }, Cancellation);
        IFrameEncoder encoder = new EncoderCatalog(Converter.Tools).Get(OutputFormat.Gif);
        await using FittedOutput fitted = await new BudgetFitting(prepared.Plan, frames, prepared.Plan.Outputs[0], encoder).RunAsync(_ => { }, Cancellation);
        Assert.InRange(fitted.Encode.Bytes, 20_000, 40_000);
        Assert.NotEmpty(fitted.Outcome.GivenUp);
    }

    [Fact]
    public async Task Cancelling_a_search_leaves_nothing()
    {
        using CancellationTokenSource stop = new();
        ConversionRequest request = Request(Clip(picture: Moving)) with { Budget = new() { MaxSize = 40_000 } };
        PreparedConversion prepared = await Converter.PrepareAsync(request, null, Cancellation);
        var progress = new Recorder(value =>
        {
            if (value.Stage == "Fitting")
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Converter.RunAsync(prepared, progress, stop.Token));
        Assert.Equal(["clip.mp4"], Folder.Names);
    }

    [Fact]
    public async Task Progress_grows_to_the_end()
    {
        List<double> fractions = [];
        ConversionRequest request = Request(Clip(picture: Moving)) with { Formats = [OutputFormat.Gif, OutputFormat.WebP], Budget = new() { MaxSize = 30_000 } };
        PreparedConversion prepared = await Converter.PrepareAsync(request, null, Cancellation);
        await Converter.RunAsync(prepared, new Recorder(value => fractions.Add(value.Fraction)), Cancellation);
        Assert.Equal(fractions.Order(), fractions);
        Assert.Equal(1, fractions[^1]);
    }

    [Fact]
    public async Task An_existing_file_is_refused_before_anything_is_decoded()
    {
        ConversionRequest request = Request(Clip(picture: Moving)) with { Budget = new() { MaxSize = 40_000 } };
        File.WriteAllText(Folder.File("clip.gif"), "mine");
        PreparedConversion prepared = await Converter.PrepareAsync(request, null, Cancellation);
        ConversionException failure = await Assert.ThrowsAsync<ConversionException>(
            () => Converter.RunAsync(prepared, new Recorder(_ => Assert.Fail("Frames were decoded.")), Cancellation));
        Assert.Equal(ErrorId.DestinationExists, failure.ErrorId);
        Assert.Equal("mine", File.ReadAllText(Folder.File("clip.gif")));
    }

    [Fact]
    public async Task An_estimate_tells_what_would_be_given_up()
    {
        ConversionRequest request = Request(Clip(picture: "testsrc2=size=192x144:rate=10:duration=12")) with { Formats = [OutputFormat.WebP] };
        PreparedConversion plain = await Converter.PrepareAsync(request, null, Cancellation);
        ConversionEstimate free = (await Converter.EstimateAsync(plain, Cancellation))[0];
        Assert.Null(free.Budget);
        long budget = free.EstimatedBytes / 3;
        PreparedConversion prepared = await Converter.PrepareAsync(request with { Budget = new() { MaxSize = budget } }, null, Cancellation);
        ConversionEstimate estimate = (await Converter.EstimateAsync(prepared, Cancellation))[0];
        Assert.NotEmpty(estimate.Budget!.GivenUp);
        Assert.Equal(0, estimate.Budget.Encodes);
        Assert.InRange(estimate.EstimatedBytes, budget / 2, budget);
        Assert.Equal(budget, estimate.MaximumBytes);
        Assert.Equal((estimate.Budget.Width, estimate.Budget.Height), (estimate.Width, estimate.Height));
        Assert.Contains("at most", prepared.Describe(0), StringComparison.Ordinal);

        PreparedConversion hopeless = await Converter.PrepareAsync(request with { Budget = new() { MaxSize = 100 } }, null, Cancellation);
        ConversionEstimate smallest = (await Converter.EstimateAsync(hopeless, Cancellation))[0];
        Assert.True(smallest.EstimatedBytes > 100);
        Assert.Contains(smallest.Warnings, warning => warning.Contains("probably not fit", StringComparison.Ordinal));
    }

    private static async Task<List<int>> HashesAsync(PlayedFrames frames)
    {
        List<int> hashes = [];
        await foreach (ShownFrame shown in frames.ReadAsync(_ => { }, Cancellation))
        {
            using (shown.Frame)
            {
                HashCode hash = default;
                hash.AddBytes(shown.Frame.Pixels.Span);
                hash.Add(shown.Duration);
                hashes.Add(hash.ToHashCode());
            }
        }

        return hashes;
    }

    private sealed class Recorder(Action<ConversionProgress> report) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value) => report(value);
    }
}

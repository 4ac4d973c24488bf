using AnimatedImage.Conversion;
using AnimatedImage.Jobs;
using AnimatedImage.Requests;
using AnimatedImage.Tests.Conversion;

namespace AnimatedImage.Tests.Jobs;

/// <summary>Results as a job stores them.</summary>
public sealed class ResultJsonTests : ConversionBench
{
    [Fact]
    public async Task What_is_read_equals_what_was_written()
    {
        IReadOnlyList<ConversionResult> results = await ConvertAsync(Request(Clip()) with { Formats = [OutputFormat.Gif, OutputFormat.WebP] });
        string json = ResultJson.Write(results);
        IReadOnlyList<ConversionResult> read = ResultJson.Read(json);
        Assert.Equal(2, read.Count);
        Assert.Equal(json, ResultJson.Write(read));
        Assert.Equal(results[1] with { Warnings = [] }, read[1] with { Warnings = [] });
    }

    [Fact]
    public async Task Staged_outputs_are_told_before_they_appear()
    {
        PreparedConversion prepared = await Converter.PrepareAsync(Request(Clip()), null, Cancellation);
        await using StagedConversion staged = await Converter.StageAsync(prepared, "01ABC-1", null, Cancellation);
        (AnimatedImage.Sinks.StagedFile file, ConversionResult result) = Assert.Single(staged.Outputs!);
        Assert.Equal(Folder.File(".clip.gif.01ABC-1-0.part"), file.HiddenPath);
        Assert.Equal([".clip.gif.01ABC-1-0.part", "clip.mp4"], Folder.Names);
        Assert.Equal(ResultJson.Write([result]), ResultJson.Write(await staged.PublishAsync()));
        Assert.Equal(["clip.gif", "clip.mp4"], Folder.Names);
    }
}

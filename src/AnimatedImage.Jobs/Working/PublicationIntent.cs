using System.Text.Json;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Sinks;

namespace AnimatedImage.Jobs.Working;

/// <summary>
/// What a worker writes into the job's row before it lets the outputs appear, so that another one can go on where it stopped.
/// </summary>
/// <param name="Outputs">Where each output waits and what it will be.</param>
/// <param name="Skipped">The outputs that were current already.</param>
internal sealed record PublicationIntent(IReadOnlyList<PublicationIntent.Output> Outputs, IReadOnlyList<ConversionResult> Skipped)
{
    /// <summary>One output: a hidden file and the result it will have.</summary>
    public sealed record Output(string HiddenPath, bool Overwrite, ConversionResult Result)
    {
        /// <summary>The output as the sink knows it; whatever was staged in a file has checksums.</summary>
        public StagedFile File => new(HiddenPath, Overwrite, new SinkResult(Result.Destination, Result.Bytes, Result.Md5!, Result.Sha256!));
    }

    /// <summary>All results.</summary>
    public IReadOnlyList<ConversionResult> Results => [.. Outputs.Select(output => output.Result), .. Skipped];

    /// <summary>The intent as JSON; null where the outputs can be published by this process alone.</summary>
    public static string? Write(IStagedJob staged) => staged.Outputs is { } outputs
        ? JsonSerializer.Serialize(
            new PublicationIntent([.. outputs.Select(output => new Output(output.File.HiddenPath, output.File.Overwrite, output.Result))], staged.Skipped),
            ResultJson.Options)
        : null;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PublicationIntent Read(string json) => JsonSerializer.Deserialize<PublicationIntent>(json, ResultJson.Options)!;

    /// <summary>Makes the outputs appear that have not yet.</summary>
    /// <returns>False when one of them cannot be found from here: then none is there, and the job has to be done again.</returns>
    /// <exception cref="ConversionException">Something else stands at a final name; what had appeared is taken back.</exception>
    public async Task<bool> CarryOutAsync(CancellationToken cancellationToken)
    {
        bool isComplete = true;
        try
        {
            foreach (Output output in Outputs)
            {
                isComplete &= await FileSink.PublishAsync(output.File, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ConversionException)
        {
            await WithdrawAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }

        if (!isComplete)
        {
            await WithdrawAsync(cancellationToken).ConfigureAwait(false);
        }

        return isComplete;
    }

    // What replaced something cannot be undone, and doing the job again replaces it once more.
    private async Task WithdrawAsync(CancellationToken cancellationToken)
    {
        foreach (StagedFile file in Outputs.Where(output => !output.Overwrite).Select(output => output.File with { HiddenPath = "" }))
        {
            if (await FileSink.PublishAsync(file, cancellationToken).ConfigureAwait(false))
            {
                File.Delete(file.Result.Location.Path);
            }
        }
    }
}

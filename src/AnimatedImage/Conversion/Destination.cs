using AnimatedImage.Failures;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>A place for one output: what stands there already, and how something new gets there. What stands there is looked at once.</summary>
/// <param name="location">Where.</param>
internal abstract class Destination(MediaLocation location)
{
    /// <summary>Where.</summary>
    public MediaLocation Location { get; } = location;

    /// <summary>The destination for a location.</summary>
    /// <param name="location">Where.</param>
    /// <param name="stores">Finds stores; null = there are none.</param>
    /// <param name="options">What a store keeps with an output.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.StorageNotAvailable"/> when nothing can be written there.</exception>
    public static Destination Of(MediaLocation location, IMediaStores? stores, ObjectOptions options) => location switch
    {
        { IsLocal: true } => new FileDestination(location),
        { IsObject: true } when stores is not null => new ObjectDestination(location, stores.For(location), options),
        { IsObject: true } => throw new ConversionException(
            ErrorId.StorageNotAvailable, FailureKind.Input, $"'{location}' cannot be written: this installation has no stores.", "Choose a local destination and copy the result to the store."),
        _ => throw new ConversionException(
            ErrorId.StorageNotAvailable, FailureKind.Input, $"'{location}' cannot be written: web addresses can only be read.", "Choose a local destination or an object in a bucket."),
    };

    /// <summary>The content key of what stands there; null when nothing does, or something that no conversion made.</summary>
    public abstract Task<string?> ReadKeyAsync(CancellationToken cancellationToken);

    /// <summary>The result for what stands there, when that is current.</summary>
    /// <param name="planned">The result as planned, for what the destination does not tell.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public abstract Task<ConversionResult> DescribeCurrentAsync(ConversionResult planned, CancellationToken cancellationToken);

    /// <summary>Checks what can be told without writing.</summary>
    /// <param name="overwrite">True when what stands there may be replaced.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public abstract Task CheckAsync(bool overwrite, CancellationToken cancellationToken);

    /// <summary>Begins to write; nothing is in sight yet.</summary>
    /// <param name="plan">The conversion.</param>
    /// <param name="output">The output of it that goes here.</param>
    /// <param name="overwrite">True when what stands there may be replaced.</param>
    /// <param name="mark">What a hidden file's name holds, so that a later run finds it; null = nothing in particular.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public abstract Task<ISink> OpenAsync(ConversionPlan plan, OutputPlan output, bool overwrite, string? mark, CancellationToken cancellationToken);

    /// <summary>True when what is there may be replaced: on request, or when it carries the key of an earlier conversion that is to be renewed.</summary>
    public async Task<bool> MayReplaceAsync(ConversionRequest request, CancellationToken cancellationToken) =>
        request.Force || (request.SkipExisting && await ReadKeyAsync(cancellationToken).ConfigureAwait(false) is not null);
}

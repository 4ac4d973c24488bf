using AnimatedImage.Encoding;
using AnimatedImage.Failures;
using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>Joins the five stages: request → plan → frames → bytes → sink. Safe to use for many conversions at once.</summary>
public sealed class Converter
{
    private readonly MediaProbe _probe;
    private readonly EncoderCatalog _encoders;
    private readonly IMediaStores? _stores;
    private readonly SourceOpener _sources;

    /// <summary>Creates a converter.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="stores">Finds the stores of locations that are no local files; null = local files only.</param>
    public Converter(FFmpegTools tools, IMediaStores? stores = null)
        : this(tools, stores, MediaGateway.Shared)
    {
    }

    internal Converter(FFmpegTools tools, IMediaStores? stores, MediaGateway gateway)
    {
        Tools = tools;
        _stores = stores;
        _probe = new MediaProbe(tools);
        _encoders = new EncoderCatalog(tools);
        _sources = new SourceOpener(_probe, gateway, () => SpillFolder);
    }

    /// <summary>The ffmpeg in use.</summary>
    public FFmpegTools Tools { get; }

    /// <summary>
    /// A folder for what was read from a store and no longer fits into memory, and for what pipes give, up to <see cref="GatewayOptions.SpillBytes"/>
    /// together; gone when the conversion ends. Null, the default = nothing from stores lies on disk, and pipes use the temporary folder.
    /// </summary>
    public string? SpillFolder { get; init; }

    /// <summary>Tells what a source is, wherever it lives.</summary>
    /// <param name="location">The source.</param>
    /// <param name="known">What a listing said about an object, which saves asking the store again; null = it is asked.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    /// <exception cref="ConversionException">The source cannot be read or is no video.</exception>
    public async Task<MediaInfo> ProbeAsync(MediaLocation location, StoreObject? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        OpenedSource source = await _sources.OpenAsync(_stores, location, known, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            return source.Media;
        }
    }

    /// <summary>Probes the source and decides everything, including where outputs go; nothing is written.</summary>
    /// <param name="request">A request with a source.</param>
    /// <param name="variables">What the caller knows for the destination's variables; null = nothing but the time.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    /// <exception cref="ConversionException">The request or the source is wrong.</exception>
    public Task<PreparedConversion> PrepareAsync(ConversionRequest request, DestinationVariables? variables, CancellationToken cancellationToken) =>
        PrepareAsync(request, variables, null, cancellationToken);

    /// <summary>Probes the source and decides everything, including where outputs go; nothing is written.</summary>
    /// <param name="request">A request with a source.</param>
    /// <param name="variables">What the caller knows for the destination's variables; null = nothing but the time.</param>
    /// <param name="known">What a listing said about the source, which saves asking the store again; null = it is asked.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    /// <exception cref="ConversionException">The request or the source is wrong.</exception>
    public async Task<PreparedConversion> PrepareAsync(
        ConversionRequest request, DestinationVariables? variables, StoreObject? known, CancellationToken cancellationToken)
    {
        ConversionRequest effective = Complete(request);
        IMediaStores? stores = StoresFor(request);
        DestinationVariables named = Known(variables);
        IReadOnlyList<Destination> looked = DestinationLook.Begin(effective, named, stores, cancellationToken);
        OpenedSource source = await _sources.OpenAsync(stores, request.Source!, known, cancellationToken).ConfigureAwait(false);
        try
        {
            ConversionPlan plan = Planner.Plan(effective, source.Media, source.Conditions);
            IReadOnlyList<MediaLocation> destinations = DestinationResolver.Resolve(effective, plan, named);
            return new PreparedConversion
            {
                Request = effective,
                Template = variables?.Template,
                Plan = source.Warnings.Count > 0 ? plan with { Warnings = [.. source.Warnings, .. plan.Warnings] } : plan,
                Destinations = destinations,
                Targets = looked.Select(target => target.Location).SequenceEqual(destinations)
                    ? looked
                    : [.. destinations.Select(destination => Destination.Of(destination, stores, effective.Object))],
                Opened = source,
            };
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// The results of a request whose outputs in stores are all current, told by one look at each: the source is neither probed nor read.
    /// </summary>
    /// <param name="request">A request with a source.</param>
    /// <param name="variables">What the caller knows for the destination's variables; null = nothing but the time.</param>
    /// <param name="known">What a listing said about the source; null = the store is asked.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>
    /// Null when an output is not current, or when this cannot be told so cheaply: local files, playlists, a name that depends on the
    /// output's size, a request without <see cref="ConversionRequest.SkipExisting"/>. <see cref="PrepareAsync(ConversionRequest, DestinationVariables?, StoreObject?, CancellationToken)"/> is then the way.
    /// </returns>
    /// <exception cref="ConversionException">The request is wrong, or a store fails.</exception>
    public async Task<IReadOnlyList<ConversionResult>?> TrySkipAsync(
        ConversionRequest request, DestinationVariables? variables, StoreObject? known, CancellationToken cancellationToken)
    {
        ConversionRequest effective = Complete(request);
        DestinationVariables named = Known(variables);
        if (!request.SkipExisting || request.Source!.IsLocal || _stores is null || DestinationResolver.ForeseeObjects(effective, named) is not { } destinations)
        {
            return null;
        }

        IMediaStores stores = StoresFor(request)!;
        StoreObject source = known ?? await _sources.DescribeAsync(stores, request.Source, cancellationToken).ConfigureAwait(false);
        List<ConversionResult> results = [];
        foreach ((OutputFormat format, MediaLocation destination) in effective.Formats!.Zip(destinations))
        {
            string key = ContentKey.Of(effective, SourceOpener.IdentityOf(source), format, Tools);
            ObjectDestination target = new(destination, stores.For(destination), effective.Object);
            if (await target.ReadCurrentAsync(effective, format, key, cancellationToken).ConfigureAwait(false) is not { } result)
            {
                return null;
            }

            results.Add(result with { Template = named.Template });
        }

        return results;
    }

    /// <summary>Carries a prepared conversion out; one result per output, in the order of the formats.</summary>
    /// <exception cref="ConversionException">Any failure; nothing is left behind.</exception>
    public async Task<IReadOnlyList<ConversionResult>> RunAsync(
        PreparedConversion conversion,
        IProgress<ConversionProgress>? progress,
        CancellationToken cancellationToken)
    {
        StagedConversion staged = await StageAsync(conversion, null, progress, cancellationToken).ConfigureAwait(false);
        await using (staged.ConfigureAwait(false))
        {
            return await staged.PublishAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Carries a prepared conversion out up to the point where its outputs only have to appear.</summary>
    /// <param name="conversion">The prepared conversion.</param>
    /// <param name="mark">
    /// Letters, digits and dashes that the names of hidden files hold, so that <see cref="FileSink.RemoveHidden"/> finds what a killed
    /// process left; null = nothing in particular.
    /// </param>
    /// <param name="progress">Told about every frame; may be null.</param>
    /// <param name="cancellationToken">Ends the work and its child processes.</param>
    /// <exception cref="ConversionException">Any failure; nothing is left behind.</exception>
    public async Task<StagedConversion> StageAsync(
        PreparedConversion conversion,
        string? mark,
        IProgress<ConversionProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        return (await StageAsync([new ConversionTask(conversion, mark, progress)], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>
    /// Carries prepared conversions out up to the point where their outputs only have to appear. Those that take the same frames of the same
    /// source share one decode and run side by side; the others follow each other.
    /// </summary>
    /// <param name="conversions">The conversions.</param>
    /// <param name="cancellationToken">Ends the work and its child processes.</param>
    /// <returns>What is staged, in the same order.</returns>
    /// <exception cref="ConversionException">Any failure of any of them; nothing is left behind of all.</exception>
    public async Task<IReadOnlyList<StagedConversion>> StageAsync(IReadOnlyList<ConversionTask> conversions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversions);
        ConversionRun[] runs = [.. conversions.Select(task => new ConversionRun(Tools, _encoders, task.Conversion, task.Mark, task.Progress))];
        try
        {
            foreach (IReadOnlyList<ConversionRun> group in SharedDecode.Group(runs, run => run.Conversion.Plan))
            {
                await new ConversionGroup(Tools, group).StageAsync(cancellationToken).ConfigureAwait(false);
            }

            return [.. runs.Select(run => new StagedConversion(run))];
        }
        catch
        {
            foreach (ConversionRun run in runs)
            {
                await run.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>The exact frames and an estimate of the bytes of each output, from samples of the clip; nothing is written.</summary>
    /// <exception cref="ConversionException">The source cannot be read or the machine cannot encode.</exception>
    public async Task<IReadOnlyList<ConversionEstimate>> EstimateAsync(PreparedConversion conversion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        IReadOnlyList<ConversionEstimate> estimates = await ConversionTimeout.KeepAsync(
            conversion, new ConversionEstimator(_probe, _encoders, conversion).EstimateAsync, cancellationToken).ConfigureAwait(false);
        conversion.Opened.ThrowIfBroken();
        return estimates;
    }

    /// <summary>Checks what can be told about the destinations without converting, as <c>-WhatIf</c> needs it.</summary>
    /// <exception cref="ConversionException">A destination exists and may not be replaced, or its folder or bucket is missing.</exception>
    public static async Task CheckDestinationsAsync(PreparedConversion conversion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        foreach (Destination destination in conversion.Targets)
        {
            bool overwrite = await destination.MayReplaceAsync(conversion.Request, cancellationToken).ConfigureAwait(false);
            await destination.CheckAsync(overwrite, cancellationToken).ConfigureAwait(false);
        }
    }

    private IMediaStores? StoresFor(ConversionRequest request) => (request.Storage ?? request.DestinationStorage) is not { } named ? _stores
        : _stores?.Choosing(request.Source!, request.Storage, request.DestinationStorage) ?? throw new ConversionException(
            ErrorId.StorageNotAvailable, FailureKind.Input, $"The storage profile '{named}' cannot be used: this installation has no stores.");

    private static DestinationVariables Known(DestinationVariables? variables) =>
        variables ?? new DestinationVariables { Date = TimeProvider.System.GetLocalNow() };

    // A sound request with every default filled in.
    private static ConversionRequest Complete(ConversionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Source);
        RequestProblem.ThrowAny(request.Check());
        return (request with { Formats = DestinationResolver.ResolveFormats(request) }).WithDefaults();
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Requests;

/// <summary>
/// What was asked: immutable, and partial when used as a template (unset members take the defaults their docs name).
/// The same object is printed by <c>-WhatIf</c>, stored by jobs and named by templates.
/// </summary>
public sealed record ConversionRequest
{
    /// <summary>The video; null in a partial request.</summary>
    public MediaLocation? Source { get; init; }

    /// <summary>File, folder or name pattern with variables, as typed; null = beside the source, extension changed.</summary>
    public string? Destination { get; init; }

    /// <summary>The name of the storage profile that a remote source is reached with; null = by its bucket and scheme.</summary>
    public string? Storage { get; init; }

    /// <summary>The name of the storage profile that remote outputs are written with; null = as the source's, or by bucket and scheme.</summary>
    public string? DestinationStorage { get; init; }

    /// <summary>Formats, each an output of the same decode; null = from the destination's extension, else GIF.</summary>
    public IReadOnlyList<OutputFormat>? Formats { get; init => field = ValueList<OutputFormat>.Of(value); }

    /// <summary>Which part of the source.</summary>
    public ClipRange Clip { get; init; } = new();

    /// <summary>Which frames of that part.</summary>
    public Sampling Sampling { get; init; } = new();

    /// <summary>How they play.</summary>
    public Playback Playback { get; init; } = new();

    /// <summary>How large they are.</summary>
    public FrameSize Size { get; init; } = new();

    /// <summary>How good they look.</summary>
    public PictureOptions Picture { get; init; } = new();

    /// <summary>How large the files may become.</summary>
    public SizeBudget Budget { get; init; } = new();

    /// <summary>What they may cost.</summary>
    public ConversionLimits Limits { get; init; } = new();

    /// <summary>What a store keeps with the outputs.</summary>
    public ObjectOptions Object { get; init; } = new();

    /// <summary>True overwrites an existing destination; default false.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// True leaves a destination alone whose content key is current; default false. Together with <see cref="Force"/>, destinations that
    /// are not current are overwritten.
    /// </summary>
    public bool SkipExisting { get; init; }

    /// <summary>
    /// Every rule on a request that needs no source; all problems, not only the first. Empty when the request is sound. Rules on the
    /// format are checked once it is known: given, told by the destination's extension, or the default because there is a source.
    /// </summary>
    public IReadOnlyList<RequestProblem> Check()
    {
        OutputFormat? named = NamedFormat(Destination);
        IReadOnlyList<OutputFormat>? formats = Formats ?? (named is null && Source is null ? null : ResolveFormats());
        return
        [
            .. Clip.Check(),
            .. Sampling.Check(),
            .. Playback.Check(Sampling),
            .. Size.Check(),
            .. CheckFormats(named),
            .. Picture.Check(formats),
            .. Budget.Check(isWhole: Source is not null),
            .. Limits.Check(),
            .. Object.Check(),
            .. CheckDestination(Destination),
        ];
    }

    /// <summary>This request with unset members taken from <paramref name="template"/>; what is set here wins and displaces what contradicts it.</summary>
    public ConversionRequest Over(ConversionRequest template)
    {
        ArgumentNullException.ThrowIfNull(template);
        IReadOnlyList<OutputFormat>? bound = Formats ?? (NamedFormat(Destination) is { } named ? [named] : null);

        // A rate and a speed leave no room for the template's way of choosing frames.
        bool fixesSpeed = Playback is { FrameRate: not null, Speed: not null };
        Sampling sampling = Sampling.Over(fixesSpeed ? new Sampling() : template.Sampling);
        return new ConversionRequest
        {
            Source = Source ?? template.Source,
            Destination = Destination ?? template.Destination,
            Storage = Storage ?? template.Storage,
            DestinationStorage = DestinationStorage ?? template.DestinationStorage,
            Formats = Formats ?? (bound is null ? template.Formats : null),
            Clip = Clip.Over(template.Clip),
            Sampling = sampling,
            Playback = Playback.Over(template.Playback, sampling),
            Size = Size.Over(template.Size),
            Picture = Picture.Over(template.Picture, bound),
            Budget = Budget.Over(template.Budget),
            Limits = Limits.Over(template.Limits),
            Object = Object.Over(template.Object),
            Force = Force || template.Force,
            SkipExisting = SkipExisting || template.SkipExisting,
        };
    }

    /// <summary>This request with some members unset again.</summary>
    /// <param name="parameters">The parameters' names in any case; others are ignored.</param>
    public ConversionRequest Without(IReadOnlyCollection<string> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return RequestMembers.Copy(this, member => !parameters.Contains(member, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The names of the parameters that are set, as the cmdlets spell them.</summary>
    public IReadOnlyList<string> SetParameters() =>
        [.. RequestMembers.All.Where(member => member.Get(this) is not null).Select(member => char.ToUpperInvariant(member.Name[0]) + member.Name[1..])];

    /// <summary>The effective request: formats resolved and every default filled in. A sound request stays sound and means the same.</summary>
    public ConversionRequest WithDefaults()
    {
        IReadOnlyList<OutputFormat> formats = ResolveFormats();
        return this with
        {
            Formats = formats,
            Clip = Clip.WithDefaults(),
            Sampling = Sampling.WithDefaults(),
            Playback = Playback.WithDefaults(Sampling),
            Size = Size.WithDefaults(),
            Picture = Picture.WithDefaults(formats),
            Limits = Limits.WithDefaults(),
        };
    }

    /// <summary>The formats to write: those given, else the one the destination's extension names, else GIF.</summary>
    public IReadOnlyList<OutputFormat> ResolveFormats() => Formats ?? [NamedFormat(Destination) ?? OutputFormat.Gif];

    private static OutputFormat? NamedFormat(string? destination) =>
        DestinationPattern.TryParse(destination, out DestinationPattern? pattern) ? pattern!.Format : null;

    private static IEnumerable<RequestProblem> CheckDestination(string? destination)
    {
        if (destination is not null && DestinationPattern.Problem(destination, out _) is { } problem)
        {
            yield return problem;
        }
    }

    private IEnumerable<RequestProblem> CheckFormats(OutputFormat? named)
    {
        if (Formats is null)
        {
            yield break;
        }

        if (Formats.Count == 0 || Formats.Distinct().Count() < Formats.Count)
        {
            yield return RequestProblem.Invalid("Format", Formats.Count == 0 ? "Format names no format." : $"Format names a format twice: {string.Join(", ", Formats)}.");
        }

        foreach (OutputFormat format in Formats.Where(format => !Enum.IsDefined(format)))
        {
            yield return new RequestProblem(ErrorId.UnknownFormat, "Format", $"{format} is not a format that can be written; give Gif, WebP, Apng or Avif.");
        }

        if (named is { } known && Formats.Any(Enum.IsDefined) && (Formats.Count > 1 || !Formats.Contains(known)))
        {
            yield return Formats.Count > 1
                ? new RequestProblem(ErrorId.DestinationConflict, "Destination", $"{Formats.Count} formats cannot all go to {InvalidValue.Quote(Destination!)}; end it with {{autoext}} or name a folder.")
                : RequestProblem.Contradiction("Destination", $"The destination {InvalidValue.Quote(Destination!)} ends like {OutputFormats.DisplayNameOf(known)}, but Format is {Formats[0]}; change one of them.");
        }
    }
}

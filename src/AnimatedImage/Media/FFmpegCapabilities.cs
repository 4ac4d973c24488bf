using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>
/// What one ffmpeg binary can do, asked from the binary itself: versions and builds from 4.4 to 8 differ. Every question is asked
/// once, when its answer is first needed, and not at all where <see cref="KeptAnswers"/> hold it. Safe to use from many threads.
/// </summary>
/// <exception cref="ConversionException">Any member throws when the binary cannot be run.</exception>
public sealed class FFmpegCapabilities
{
    // Options of the ffmpeg program itself have no list to ask for; -fps_mode came in with this libavutil (release 5.1).
    private static readonly Version s_fpsModeLibrary = new(57, 28);

    private readonly Answer<FFmpegVersion> _version;
    private readonly Answer<IReadOnlySet<string>> _encoders;
    private readonly Answer<IReadOnlySet<string>> _decoders;
    private readonly Answer<IReadOnlySet<string>> _filters;
    private readonly Answer<string> _playlistOptions;

    /// <summary>Capabilities of the binary at this path; nothing is run yet.</summary>
    /// <param name="ffmpegPath">The binary.</param>
    /// <param name="kept">What it answered before; null asks it anew.</param>
    internal FFmpegCapabilities(string ffmpegPath, KeptAnswers? kept = null)
        : this(arguments => kept is null ? AskAsync(ffmpegPath, arguments) : kept.GetAsync(ffmpegPath, arguments, () => AskAsync(ffmpegPath, arguments)))
    {
    }

    /// <summary>Capabilities from a function that answers for the binary: arguments → standard output.</summary>
    internal FFmpegCapabilities(Func<IReadOnlyList<string>, string> ask)
        : this(arguments => Task.FromResult(ask(arguments)))
    {
    }

    private FFmpegCapabilities(Func<IReadOnlyList<string>, Task<string>> ask)
    {
        Answer<T> Once<T>(string option, Func<string, T> parse) => new(async () => parse(await ask(option.Split(' ')).ConfigureAwait(false)));

        _version = Once("-version", FFmpegVersion.Parse);
        _encoders = Once("-hide_banner -encoders", FFmpegListing.ParseCoders);
        _decoders = Once("-hide_banner -decoders", FFmpegListing.ParseCoders);
        _filters = Once("-hide_banner -filters", FFmpegListing.ParseFilters);
        _playlistOptions = Once("-hide_banner -h demuxer=hls", static text => text);
    }

    /// <summary>The version as printed: <c>5.1.9-0+deb12u1</c>, <c>n8.0</c>, <c>N-112233-gabcdef</c>.</summary>
    public string VersionText => _version.Value.Text;

    /// <summary>The release's number where the text has one; null for development builds.</summary>
    public Version? Version => _version.Value.Release;

    /// <summary>The arguments that pass frames through with their own times, neither doubled nor dropped.</summary>
    public IReadOnlyList<string> PassThroughFrames => KnowsFpsMode ? ["-fps_mode", "passthrough"] : ["-vsync", "passthrough"];

    /// <summary>True when an encoder of this name is built in: <c>libwebp_anim</c>, <c>libaom-av1</c>, …</summary>
    public bool HasEncoder(string name) => _encoders.Value.Contains(name);

    /// <summary>True when a decoder of this name is built in.</summary>
    public bool HasDecoder(string name) => _decoders.Value.Contains(name);

    /// <summary>True when a filter of this name is built in: <c>zscale</c>, <c>tonemap</c>, …</summary>
    public bool HasFilter(string name) => _filters.Value.Contains(name);

    /// <summary>True when the HLS demuxer has this option: security releases of old branches gained some.</summary>
    internal bool HasPlaylistOption(string name) => _playlistOptions.Value.Contains($"-{name} ", StringComparison.Ordinal);

    private bool KnowsFpsMode => _version.Value switch
    {
        { Release: { } release } => release >= new Version(5, 1),
        { Utilities: { } library } => library >= s_fpsModeLibrary,
        _ => true,
    };

    private static async Task<string> AskAsync(string ffmpegPath, IReadOnlyList<string> arguments)
    {
        FFmpegProcess process = FFmpegProcess.Start(ffmpegPath, arguments, ProcessLimits.Question, CancellationToken.None);
        await using (process.ConfigureAwait(false))
        {
            using StreamReader reader = new(process.Output);
            string text = await reader.ReadToEndAsync().ConfigureAwait(false);
            await EnsureAnswerAsync(process, ffmpegPath).ConfigureAwait(false);
            return text;
        }
    }

    private static async Task EnsureAnswerAsync(FFmpegProcess process, string ffmpegPath)
    {
        try
        {
            await process.EnsureSuccessAsync(ffmpegPath).ConfigureAwait(false);
        }
        catch (ConversionException failure) when (failure.ErrorId == ErrorId.FFmpegFailed)
        {
            throw new ConversionException(
                ErrorId.FFmpegNotFound,
                FailureKind.Internal,
                $"'{ffmpegPath}' does not answer as ffmpeg does: {failure.Message}",
                "Name the ffmpeg binary or its folder; if this is ffmpeg, install it anew.",
                failure)
            {
                Log = failure.Log,
            };
        }
    }

    /// <summary>
    /// What is asked once for all who need it at once. A failure (binary replaced, machine out of memory) is not remembered for ever.
    /// </summary>
    private sealed class Answer<T>(Func<Task<T>> ask)
    {
        private readonly Lock _lock = new();
        private Task<T>? _asked;

        public T Value
        {
            get
            {
                Task<T> asked = Asked();
                try
                {
                    return asked.GetAwaiter().GetResult();
                }
                catch
                {
                    Interlocked.CompareExchange(ref _asked, null, asked);
                    throw;
                }
            }
        }

        // Off the caller's thread, so that no context of the caller can be waited for.
        private Task<T> Asked()
        {
            lock (_lock)
            {
                return _asked ??= Task.Run(ask);
            }
        }
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Media;

namespace AnimatedImage.Encoding.Avif;

/// <summary>
/// One AV1 stream on its way through an ffmpeg child: raw pictures in, samples out into a spool. Output is read while input is
/// written, so neither side can wait for the other.
/// </summary>
internal sealed class Av1Stream : IAsyncDisposable
{
    private const string Subject = "the AVIF encoder";

    // Frames of our own making need no limit of memory, and large ones need much.
    private static readonly ProcessLimits Limits = new() { Memory = null };

    private readonly FFmpegProcess _process;
    private readonly TemporarySpool _spool = new();
    private readonly List<int> _lengths = [];
    private readonly List<int> _syncSamples = [];
    private readonly CancellationToken _cancellationToken;
    private readonly Task _reading;
    private Av1SequenceHeader? _header;

    private Av1Stream(FFmpegProcess process, CancellationToken cancellationToken)
    {
        _process = process;
        _cancellationToken = cancellationToken;
        _reading = ReadAsync();
    }

    /// <summary>Starts the child. Cancelling the token kills it.</summary>
    public static Av1Stream Start(FFmpegTools tools, Av1Recipe recipe, CancellationToken cancellationToken) =>
        new(FFmpegProcess.Start(tools.FFmpegPath, recipe.Arguments(), Limits, cancellationToken), cancellationToken);

    /// <summary>Gives it one picture.</summary>
    /// <exception cref="ConversionException">The encoder ended; the cause.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> picture)
    {
        try
        {
            await _process.Input.WriteAsync(picture, _cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            await EndAsync().ConfigureAwait(false);
            throw Failed("it ended before it had every frame");
        }
    }

    /// <summary>Ends the pictures and waits for the last sample.</summary>
    /// <param name="count">Pictures that were given.</param>
    /// <exception cref="ConversionException">The encoder failed.</exception>
    public async Task<Av1Samples> CompleteAsync(int count)
    {
        _process.CloseInput();
        await EndAsync().ConfigureAwait(false);
        if (_header is null || _lengths.Count != count || _syncSamples is not [0, ..])
        {
            throw Failed(FormattableString.Invariant($"it made {_lengths.Count} pictures of {count} frames"));
        }

        return new Av1Samples(_header, _lengths, _syncSamples, _spool.Rewind());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _spool.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        try
        {
            IvfReader reader = new(_process.Output);
            while (await reader.NextAsync(_cancellationToken).ConfigureAwait(false) is { } unit)
            {
                Av1Sample sample = Av1TemporalUnit.Strip(unit.Span);
                _header ??= sample.Header;
                if (sample.IsSync)
                {
                    _syncSamples.Add(_lengths.Count);
                }

                _lengths.Add(sample.Length);
                await _spool.WriteAsync(unit[..sample.Length], _cancellationToken).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException)
        {
            // Emptied to the end, so that the child ends by itself and its own exit can tell the cause.
            await _process.Output.CopyToAsync(Stream.Null, _cancellationToken).ConfigureAwait(false);
            throw;
        }
        catch
        {
            // Nobody would empty its output any more, and it would wait for that for ever.
            await _process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await _reading.ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            await _process.EnsureSuccessAsync(Subject, _cancellationToken).ConfigureAwait(false);
            throw Failed(exception.Message.TrimEnd('.'), exception);
        }

        await _process.EnsureSuccessAsync(Subject, _cancellationToken).ConfigureAwait(false);
    }

    private ConversionException Failed(string why, Exception? inner = null) => new(
        ErrorId.FFmpegFailed,
        FailureKind.Internal,
        $"ffmpeg failed on {Subject}: {why}.",
        "Try again; if it fails again, try another version of ffmpeg.",
        inner)
    {
        Log = _process.Log,
    };
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using AnimatedImage.Conversion.Budget;
using AnimatedImage.Encoding;
using AnimatedImage.Frames;
using AnimatedImage.Planning;
using AnimatedImage.Sinks;

namespace AnimatedImage.Conversion;

/// <summary>One output while it is made: counts what passes from the frames to the encoder and from there to the sink.</summary>
/// <param name="plan">What is made.</param>
/// <param name="encoder">Makes the bytes.</param>
/// <param name="sink">Takes the bytes.</param>
internal sealed class OutputRun(OutputPlan plan, IFrameEncoder encoder, ISink sink) : IAsyncDisposable
{
    private long _bytes;
    private long _ticks;

    /// <summary>What is made.</summary>
    public OutputPlan Plan { get; } = plan;

    /// <summary>How the encoder wants the frames' pixels.</summary>
    public PixelLayout Layout => encoder.LayoutFor(Plan.Settings);

    /// <summary>Frames handed to the encoder so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Bytes made so far; may be read from any thread.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Playing time of one round so far.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)_ticks / Plan.Settings.Timing.TicksPerSecond);

    /// <summary>Wall time of the encoding.</summary>
    public TimeSpan EncodeTime { get; private set; }

    /// <summary>Encodes the frames into the sink; nothing is visible under its final name yet.</summary>
    public async Task WriteAsync(IAsyncEnumerable<TimedFrame> frames, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks = encoder.EncodeAsync(Counted(frames, cancellationToken), Plan.Settings, cancellationToken);
        await sink.WriteAsync(Measured(chunks, cancellationToken), cancellationToken).ConfigureAwait(false);
        EncodeTime = watch.Elapsed;
    }

    /// <summary>What a budget made of it; null without one.</summary>
    public BudgetOutcome? Budget { get; private set; }

    /// <summary>Writes what was encoded already into the sink.</summary>
    public async Task WriteAsync(FittedOutput fitted, CancellationToken cancellationToken)
    {
        (FrameCount, _ticks, EncodeTime, Budget) = (fitted.Encode.FrameCount, fitted.Encode._ticks, fitted.EncodeTime, fitted.Outcome);
        await sink.WriteAsync(Measured(fitted.File.ReadAsync(), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is written and out of sight; null where only this process can publish it.</summary>
    public StagedFile? Staged => sink.Staged;

    /// <summary>Makes the output appear.</summary>
    public Task<SinkResult> PublishAsync() => sink.PublishAsync();

    /// <summary>Takes back what appeared.</summary>
    public Task WithdrawAsync() => sink.WithdrawAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sink.DisposeAsync();

    private async IAsyncEnumerable<TimedFrame> Counted(IAsyncEnumerable<TimedFrame> frames, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TimedFrame frame in frames.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            FrameCount++;
            _ticks += frame.Delay;
            yield return frame;
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> Measured(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ReadOnlyMemory<byte> chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Add(ref _bytes, chunk.Length);
            yield return chunk;
        }
    }
}

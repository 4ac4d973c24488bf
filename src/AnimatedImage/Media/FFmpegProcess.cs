using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>
/// One ffmpeg or ffprobe child: started with an argument list (never a shell), its standard error read into a bounded log, its
/// limits enforced by the system where it can, always reaped. Disposing kills it if it still runs.
/// </summary>
public sealed class FFmpegProcess : IAsyncDisposable
{
    /// <summary>Starts the child. Cancelling the token kills it.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.FFmpegNotFound"/> when the program cannot be started.</exception>
    public static FFmpegProcess Start(string program, IReadOnlyList<string> arguments, ProcessLimits limits, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The child's standard output, raw bytes.</summary>
    public Stream Output => throw new NotImplementedException();

    /// <summary>The child's standard input, raw bytes; close it to end the child's input.</summary>
    public Stream Input => throw new NotImplementedException();

    /// <summary>What the child wrote on standard error so far; the middle is left out when it is very long.</summary>
    public string Log => throw new NotImplementedException();

    /// <summary>Waits for the exit and returns its code. Does not throw for a code other than 0.</summary>
    public Task<int> WaitForExitAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Waits for the exit and throws what <see cref="FFmpegFailure"/> makes of a code other than 0.</summary>
    /// <param name="subject">What the child worked on, for the message: a path or <c>the GIF encoder</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task EnsureSuccessAsync(string subject, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

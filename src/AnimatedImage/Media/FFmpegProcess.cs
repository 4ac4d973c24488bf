using System.ComponentModel;
using System.Diagnostics;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>
/// One ffmpeg or ffprobe child: started with an argument list (never a shell), its standard error read into a bounded log, its
/// limits enforced by the system where it can, always reaped. Disposing kills it if it still runs.
/// </summary>
/// <remarks>
/// A child that is killed ends its output like one that is done: whoever reads <see cref="Output"/> calls
/// <see cref="EnsureSuccessAsync"/> after the end. Writing to the <see cref="Input"/> of a child that has ended throws an
/// <see cref="IOException"/>; the cause is again what <see cref="EnsureSuccessAsync"/> says.
/// </remarks>
public sealed class FFmpegProcess : IAsyncDisposable
{
    // A program that left something running with its standard error open must not hold us up.
    private static readonly TimeSpan s_logGrace = TimeSpan.FromSeconds(2);

    private static readonly string[] s_proxyVariables = ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];
    private static readonly string[] s_secretPrefixes = ["AWS_", "COS_", "OSS_", "TENCENTCLOUD_", "ALIBABA_CLOUD_", "ALICLOUD_", "AZURE_", "GOOGLE_", "PGPASS"];
    private static readonly string[] s_secretWords = ["SECRET", "PASSWORD", "TOKEN", "CREDENTIAL", "ACCESS_KEY", "ACCESSKEY", "API_KEY", "APIKEY"];

    private readonly Process _process;
    private readonly string _program;
    private readonly IDisposable? _job;
    private readonly ProcessLimits _limits;
    private readonly CancellationToken _cancellationToken;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly BoundedLog _log = new();
    private readonly Task<int> _exit;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly Timer? _clock;
    private TimeSpan _lifetime;
    private int _stop = (int)StopCause.None;
    private int _disposed;

    private FFmpegProcess(Process process, string program, IDisposable? job, ProcessLimits limits, CancellationToken cancellationToken)
    {
        _process = process;
        _program = program;
        _job = job;
        _limits = limits;
        _cancellationToken = cancellationToken;
        Output = process.StandardOutput.BaseStream;
        Input = process.StandardInput.BaseStream;
        _exit = ObserveAsync();
        if (limits.WallTime is { } wallTime)
        {
            _clock = new Timer(static self => ((FFmpegProcess)self!).Stop(StopCause.TimedOut), this, wallTime, Timeout.InfiniteTimeSpan);
        }

        _cancellation = cancellationToken.UnsafeRegister(static self => ((FFmpegProcess)self!).Stop(StopCause.Cancelled), this);
    }

    private enum StopCause
    {
        None,
        Cancelled,
        TimedOut,
        Disposed,
    }

    /// <summary>The child's standard output, raw bytes.</summary>
    public Stream Output { get; }

    /// <summary>The child's standard input, raw bytes; close it with <see cref="CloseInput"/> to end the child's input.</summary>
    public Stream Input { get; }

    /// <summary>The child's process id.</summary>
    public int Id => _process.Id;

    /// <summary>What the child wrote on standard error so far; the middle is left out when it is very long.</summary>
    public string Log => _log.ToString();

    /// <summary>Starts the child. Cancelling the token kills it.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.FFmpegNotFound"/> when the program cannot be started.</exception>
    public static FFmpegProcess Start(string program, IReadOnlyList<string> arguments, ProcessLimits limits, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(limits);
        cancellationToken.ThrowIfCancellationRequested();
        // Looked at here, because behind a wrapper the start would succeed and only the wrapper would fail.
        if (!File.Exists(program))
        {
            throw CannotStart(program, "it does not exist", null);
        }

        try
        {
            (Process process, IDisposable? job) = ChildLauncher.Start(Describe(program, arguments), limits);
            return new FFmpegProcess(process, program, job, limits, cancellationToken);
        }
        catch (Win32Exception failure)
        {
            throw CannotStart(program, failure.Message, failure);
        }
    }

    /// <summary>Ends the child's input. A child that is already gone is no error.</summary>
    public void CloseInput()
    {
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // The child ended before it had read everything; its exit code says whether that is a failure.
        }
    }

    /// <summary>Waits for the exit and returns its code. Does not throw for a code other than 0.</summary>
    public Task<int> WaitForExitAsync(CancellationToken cancellationToken = default) => _exit.WaitAsync(cancellationToken);

    /// <summary>Waits for the exit and throws what <see cref="FFmpegFailure"/> makes of a code other than 0.</summary>
    /// <param name="subject">What the child worked on, for the message: a path or <c>the GIF encoder</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token given at the start was cancelled, or the wait was.</exception>
    /// <exception cref="ConversionException">The child failed, was killed, or took longer than its limit.</exception>
    public async Task EnsureSuccessAsync(string subject, CancellationToken cancellationToken = default)
    {
        int exitCode = await WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        switch ((StopCause)Volatile.Read(ref _stop))
        {
            case StopCause.Cancelled:
                throw new OperationCanceledException(_cancellationToken);
            case StopCause.TimedOut:
                throw FFmpegFailure.TimedOut(subject, _limits.WallTime, Log);
            case StopCause.Disposed:
                throw new ObjectDisposedException(nameof(FFmpegProcess));
            default:
                break;
        }

        if (exitCode != 0)
        {
            throw IsOutOfProcessorTime(exitCode) ? FFmpegFailure.OutOfProcessorTime(subject, Log) : FFmpegFailure.Explain(exitCode, Log, subject);
        }
    }

    /// <summary>Kills the child if it still runs, waits until it is gone, and frees its pipes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _cancellation.DisposeAsync().ConfigureAwait(false);
        if (_clock is not null)
        {
            await _clock.DisposeAsync().ConfigureAwait(false);
        }

        Stop(StopCause.Disposed);
        await _exit.ConfigureAwait(false);
        CloseInput();
        await Output.DisposeAsync().ConfigureAwait(false);
        // A stream that was asked for is not the process' own any more: it would stay open until the collector comes.
        await _process.StandardError.BaseStream.DisposeAsync().ConfigureAwait(false);
        _process.Dispose();
        _job?.Dispose();
    }

    private static ProcessStartInfo Describe(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        // Would make ffmpeg write a report file into the current folder, addresses and all.
        start.Environment.Remove("FFREPORT");
        // The only addresses that a child opens are ours, and it is told how; a proxy of the user's must not come between.
        // And a decoder of other people's files has no use for the keys that this process may hold.
        foreach (string name in start.Environment.Keys.Where(name => s_proxyVariables.Contains(name) || IsSecret(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static bool IsSecret(string variable) =>
        s_secretPrefixes.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || s_secretWords.Any(word => variable.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static ConversionException CannotStart(string program, string reason, Exception? inner) => new(
        ErrorId.FFmpegNotFound,
        FailureKind.Internal,
        $"The program {program} cannot be started: {reason}.",
        $"Install ffmpeg with '{FFmpegLocator.InstallCommand()}', or set {FFmpegLocator.FFmpegVariable} to the binary or its folder.",
        inner);

    // 255 and 123 are ffmpeg's exit codes after one signal and after several; the limit can be the reason only when so much time
    // can have been used at all.
    private bool IsOutOfProcessorTime(int exitCode) =>
        exitCode is 255 or 123 && _limits.CpuTime is { } limit && _lifetime * Environment.ProcessorCount >= limit;

    private async Task<int> ObserveAsync()
    {
        Task pump = PumpLogAsync(_process.StandardError.BaseStream);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        int exitCode = _process.ExitCode;
        _lifetime = Stopwatch.GetElapsedTime(_started);
        await Task.WhenAny(pump, Task.Delay(s_logGrace)).ConfigureAwait(false);
        return exitCode;
    }

    private async Task PumpLogAsync(Stream error)
    {
        byte[] buffer = new byte[8192];
        try
        {
            while (await error.ReadAsync(buffer).ConfigureAwait(false) is int count and > 0)
            {
                _log.Append(buffer.AsSpan(0, count));
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The pipe broke or was closed with the process: the log ends here.
        }
    }

    private void Stop(StopCause cause)
    {
        if (_exit.IsCompleted || Interlocked.CompareExchange(ref _stop, (int)cause, (int)StopCause.None) != (int)StopCause.None)
        {
            return;
        }

        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: !LoneProcess.Is(_process.Id, _program));
            }
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in this very moment; or a grandchild may not be killed, which is not ours to mend.
        }
    }
}

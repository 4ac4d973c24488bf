using AnimatedImage.Failures;

namespace AnimatedImage.Worker;

/// <summary>What the process returns; with several sources, the first failure's code.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>The machine is wrong: ffmpeg missing, disk full, time limit; a retry may help.</summary>
    public const int Internal = 1;

    /// <summary>The request is wrong.</summary>
    public const int Input = 2;

    /// <summary>A source is wrong.</summary>
    public const int Source = 3;

    /// <summary>Stopped by Ctrl+C or SIGTERM, as shells count it.</summary>
    public const int Cancelled = 130;

    /// <summary>The code of a failure.</summary>
    public static int Of(FailureKind kind) => kind switch
    {
        FailureKind.Input => Input,
        FailureKind.Source => Source,
        _ => Internal,
    };
}

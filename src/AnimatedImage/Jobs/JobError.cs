using AnimatedImage.Failures;

namespace AnimatedImage.Jobs;

/// <summary>Why a job, or its last attempt, failed.</summary>
/// <param name="ErrorId">One of <see cref="Failures.ErrorId"/>.</param>
/// <param name="Kind">Who has to act.</param>
/// <param name="Message">What was wrong and with which file.</param>
/// <param name="Advice">What to do about it; null where nothing can be advised.</param>
public sealed record JobError(string ErrorId, FailureKind Kind, string Message, string? Advice)
{
    /// <summary>The error of an exception; what nobody foresaw is <see cref="Failures.ErrorId.Unexpected"/>.</summary>
    public static JobError From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is ConversionException known
            ? new JobError(known.ErrorId, known.Kind, known.Message, known.Advice)
            : new JobError(Failures.ErrorId.Unexpected, FailureKind.Internal, $"{exception.GetType().Name}: {exception.Message}", "Please report this.");
    }

    /// <summary>The error as an exception, to throw or to show.</summary>
    public ConversionException ToException() => new(ErrorId, Kind, Message, Advice);

    /// <summary><c>DiskFull: The disk is full…</c></summary>
    public override string ToString() => $"{ErrorId}: {Message}";
}

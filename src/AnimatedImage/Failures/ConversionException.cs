namespace AnimatedImage.Failures;

/// <summary>
/// The one exception every room throws for a failure that a user can act on: what was wrong, with which input, what to do.
/// Anything else that escapes is a defect.
/// </summary>
public sealed class ConversionException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="errorId">One of <see cref="Failures.ErrorId"/>; scripts branch on it, so it never changes.</param>
    /// <param name="kind">Who has to act.</param>
    /// <param name="message">One full sentence: what was wrong and with which file or parameter.</param>
    /// <param name="advice">One full sentence: what to do about it; null where nothing can be advised.</param>
    /// <param name="inner">The cause, where another exception was.</param>
    public ConversionException(string errorId, FailureKind kind, string message, string? advice = null, Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
        Advice = advice;
    }

    /// <summary>The stable id, one of <see cref="Failures.ErrorId"/>.</summary>
    public string ErrorId { get; }

    /// <summary>Who has to act.</summary>
    public FailureKind Kind { get; }

    /// <summary>What to do about it; null where nothing can be advised.</summary>
    public string? Advice { get; }

    /// <summary>The complete log of the child process that failed, for Debug output; null where none ran.</summary>
    public string? Log { get; init; }

    /// <summary>True when the same may succeed a little later: throttling, a broken connection, a server in trouble.</summary>
    public bool IsTransient { get; init; }

    /// <summary>True when whoever tells it has tried long enough: a new attempt as a whole may succeed, repeating the question now will not.</summary>
    internal bool HasBeenRetried { get; init; }
}

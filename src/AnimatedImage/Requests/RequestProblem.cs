using AnimatedImage.Failures;

namespace AnimatedImage.Requests;

/// <summary>One rule that a request breaks.</summary>
/// <param name="ErrorId">One of <see cref="Failures.ErrorId"/>.</param>
/// <param name="Parameter">The parameter to change, as the cmdlets spell it.</param>
/// <param name="Message">One full sentence: what is wrong, with the value given and the range allowed.</param>
public sealed record RequestProblem(string ErrorId, string Parameter, string Message)
{
    /// <summary>The problem as the failure to throw.</summary>
    public ConversionException ToException() => new(ErrorId, FailureKind.Input, Message, $"Change {Parameter}.");

    /// <summary>Throws the first problem, the others told along with it; does nothing when there is none.</summary>
    /// <exception cref="ConversionException">There is a problem.</exception>
    public static void ThrowAny(IReadOnlyList<RequestProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (problems.Count == 1)
        {
            throw problems[0].ToException();
        }

        if (problems.Count > 1)
        {
            string messages = string.Join(' ', problems.Select(problem => problem.Message));
            string parameters = string.Join(", ", problems.Select(problem => problem.Parameter).Distinct());
            throw new ConversionException(problems[0].ErrorId, FailureKind.Input, messages, $"Change {parameters}.");
        }
    }

    /// <summary>A value outside of its range.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">What was given.</param>
    /// <param name="range">What is accepted, to follow "must be": <c>from 1 to 100</c>.</param>
    internal static RequestProblem OutOfRange(string parameter, object value, string range) =>
        new(Failures.ErrorId.InvalidParameter, parameter, FormattableString.Invariant($"{parameter} is {value}; it must be {range}."));

    /// <summary>A value that is wrong in a way of its own.</summary>
    internal static RequestProblem Invalid(string parameter, string message) => new(Failures.ErrorId.InvalidParameter, parameter, message);

    /// <summary>Two parameters that exclude each other.</summary>
    internal static RequestProblem Contradiction(string parameter, string message) => new(Failures.ErrorId.ContradictoryParameters, parameter, message);

    /// <summary>True when the number is finite and inside the range.</summary>
    internal static bool IsWithin(double value, double least, double most) => value >= least && value <= most;
}

namespace AnimatedImage.Requests;

/// <summary>One rule that a request breaks.</summary>
/// <param name="ErrorId">One of <see cref="Failures.ErrorId"/>.</param>
/// <param name="Parameter">The parameter to change, as the cmdlets spell it.</param>
/// <param name="Message">One full sentence: what is wrong, with the value given and the range allowed.</param>
public sealed record RequestProblem(string ErrorId, string Parameter, string Message);

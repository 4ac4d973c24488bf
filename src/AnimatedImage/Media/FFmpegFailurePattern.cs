using System.Text.RegularExpressions;
using AnimatedImage.Failures;

namespace AnimatedImage.Media;

/// <summary>One known cause in ffmpeg's log.</summary>
/// <param name="Text">What the log says; a group <c>detail</c> goes into the message.</param>
/// <param name="ErrorId">The stable id, one of <see cref="Failures.ErrorId"/>.</param>
/// <param name="Kind">Who has to act.</param>
/// <param name="Message">A full sentence with <c>{subject}</c> and <c>{detail}</c>.</param>
/// <param name="Advice">What to do.</param>
internal sealed record FFmpegFailurePattern(Regex Text, string ErrorId, FailureKind Kind, string Message, string Advice);

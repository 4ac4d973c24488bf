using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;

namespace AnimatedImage.Planning;

/// <summary>Request + source → plan. Pure: no file, clock or process is touched.</summary>
public static class Planner
{
    /// <summary>Decides everything.</summary>
    /// <param name="request">A request with no <see cref="ConversionRequest.Check"/> problems and with its formats resolved.</param>
    /// <param name="media">The probed source.</param>
    /// <exception cref="ConversionException">The request does not fit this source: start past the end, too many frames, frame too large, …</exception>
    public static ConversionPlan Plan(ConversionRequest request, MediaInfo media) => throw new NotImplementedException();
}

using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>
/// Asks stores what stands at the destinations while the source is probed: for a small video the answer takes as long as the video's own
/// bytes, and both can be waited for at once.
/// </summary>
internal static class DestinationLook
{
    /// <summary>Begins to look where the names are known before the source is.</summary>
    /// <param name="request">A sound request with a source and formats.</param>
    /// <param name="variables">What the caller knows for the destination's variables.</param>
    /// <param name="stores">Finds stores; null = there are none.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>The destinations, in the order of the formats; empty when nothing is asked.</returns>
    public static IReadOnlyList<Destination> Begin(ConversionRequest request, DestinationVariables variables, IMediaStores? stores, CancellationToken cancellationToken)
    {
        bool isAsked = !request.Force || request.SkipExisting;
        if (stores is null || !isAsked || request.Destination is null)
        {
            return [];
        }

        try
        {
            Destination[] targets = [.. (DestinationResolver.ForeseeObjects(request, variables) ?? []).Select(place => Destination.Of(place, stores, request.Object))];
            foreach (ObjectDestination target in targets.OfType<ObjectDestination>())
            {
                target.BeginLook(cancellationToken);
            }

            return targets;
        }
        catch (ConversionException)
        {
            // Told in its turn: first comes what is wrong with the source.
            return [];
        }
    }
}

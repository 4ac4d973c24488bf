using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Sinks;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>What can be told of a request's outputs before its source is read.</summary>
public static class OutputFolders
{
    /// <summary>The local folders that a request writes to; empty when its outputs go to stores, or when nothing can be told.</summary>
    /// <param name="request">A request with a source.</param>
    /// <param name="variables">What the caller knows for the destination's variables.</param>
    public static IReadOnlyList<string> Of(ConversionRequest request, DestinationVariables variables)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Source);
        ArgumentNullException.ThrowIfNull(variables);
        try
        {
            return [.. DestinationResolver.Foresee(request, variables).Where(place => place.IsLocal).Select(place => Path.GetDirectoryName(place.Path)!).Distinct()];
        }
        catch (ConversionException)
        {
            // It never came to an output.
            return [];
        }
    }

    /// <summary>Checks what is wrong with the outputs whatever the source holds, as a conversion would when it begins.</summary>
    /// <param name="requests">Sound requests with a source, whose outputs are made together.</param>
    /// <param name="variables">What the caller knows for the destination's variables.</param>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.UnknownFormat"/>, <see cref="ErrorId.UnknownVariable"/>, <see cref="ErrorId.DestinationConflict"/>,
    /// <see cref="ErrorId.DestinationIsSource"/>, <see cref="ErrorId.DestinationFolderMissing"/>, <see cref="ErrorId.DestinationNotWritable"/>
    /// when it is a folder itself, or <see cref="ErrorId.StorageNotAvailable"/>.
    /// </exception>
    public static void Check(IReadOnlyList<ConversionRequest> requests, DestinationVariables variables)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(variables);
        HashSet<MediaLocation> taken = [];
        foreach (ConversionRequest request in requests)
        {
            IReadOnlyList<MediaLocation> places = DestinationResolver.Foresee(request, variables);
            if (DestinationResolver.NeedsPlan(request))
            {
                continue;
            }

            foreach (MediaLocation place in places)
            {
                if (!taken.Add(place))
                {
                    throw new ConversionException(
                        ErrorId.DestinationConflict,
                        FailureKind.Input,
                        $"Two outputs would be written to '{place}'.",
                        "Put {template}, {width} or {ext} into the destination, or give the templates destinations of their own.");
                }

                if (place.IsLocal)
                {
                    FileSink.Check(place, overwrite: true);
                }
            }
        }
    }
}

using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>What stands at a destination already.</summary>
internal static class DestinationState
{
    /// <summary>The animation there; null when there is none, or something else.</summary>
    public static AnimationInfo? Read(MediaLocation destination)
    {
        if (!File.Exists(destination.Path))
        {
            return null;
        }

        try
        {
            using FileStream file = File.OpenRead(destination.Path);
            return AnimationReader.Read(file, destination.Name);
        }
        catch (Exception exception) when (exception is ConversionException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True when what is there may be replaced: on request, or when it carries the key of an earlier conversion that is to be renewed.</summary>
    public static bool MayReplace(ConversionRequest request, MediaLocation destination) =>
        request.Force || (request.SkipExisting && Read(destination)?.ContentKey is not null);
}

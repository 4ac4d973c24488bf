using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>Where each output goes: beside the source, into a folder, or where a pattern with variables says.</summary>
internal static class DestinationResolver
{
    /// <summary>The formats of a sound request: as asked, else from the destination's extension, else GIF.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.UnknownFormat"/> when nothing but an unknown extension tells.</exception>
    public static IReadOnlyList<OutputFormat> ResolveFormats(ConversionRequest request)
    {
        if (request.Formats is { Count: > 0 } formats)
        {
            return formats;
        }

        if (request.Destination is null || IsFolder(request.Destination))
        {
            return [OutputFormat.Gif];
        }

        DestinationPattern pattern = DestinationPattern.Parse(request.Destination);
        return pattern.Format is { } named ? [named]
            : pattern.VariesByFormat ? [OutputFormat.Gif]
            : throw new ConversionException(
                ErrorId.UnknownFormat,
                FailureKind.Input,
                $"The destination '{request.Destination}' does not end like a format that can be written.",
                "End it with .gif, .webp, .apng or .avif, with {autoext}, or with a separator for a folder; or give Format.");
    }

    /// <summary>One destination per output of the plan, in the same order.</summary>
    /// <param name="request">The request.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="variables">What the caller knows: index, template, job and run ids, the time.</param>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.UnknownVariable"/>, <see cref="ErrorId.DestinationConflict"/>, <see cref="ErrorId.DestinationIsSource"/> or
    /// <see cref="ErrorId.StorageNotAvailable"/>.
    /// </exception>
    public static IReadOnlyList<MediaLocation> Resolve(ConversionRequest request, ConversionPlan plan, DestinationVariables variables)
    {
        MediaLocation source = plan.Source.Input.Location;
        List<MediaLocation> destinations = [];
        foreach (OutputPlan output in plan.Outputs)
        {
            MediaLocation destination = ResolveOne(request.Destination, source, output, variables);
            if (DestinationRegistry.Names.Equals(RealPath.Of(destination.Path), RealPath.Of(source.Path)))
            {
                throw new ConversionException(
                    ErrorId.DestinationIsSource,
                    FailureKind.Input,
                    $"'{destination}' would overwrite its own source.",
                    "Choose another destination or format.");
            }

            if (destinations.Contains(destination))
            {
                throw new ConversionException(
                    ErrorId.DestinationConflict,
                    FailureKind.Input,
                    $"Several formats would be written to '{destination}'.",
                    "End the destination with '{autoext}', which becomes the right extension of each format.");
            }

            destinations.Add(destination);
        }

        return destinations;
    }

    private static MediaLocation ResolveOne(string? pattern, MediaLocation source, OutputPlan output, DestinationVariables variables)
    {
        string extension = OutputFormats.ExtensionOf(output.Format);
        DestinationVariables known = variables with
        {
            Name = Path.GetFileNameWithoutExtension(source.Name),
            BaseName = source.Name,
            DirectoryName = Path.GetDirectoryName(source.Path),
            Format = output.Format,
            Width = output.Settings.Width,
            Height = output.Settings.Height,
        };
        string name = Path.GetFileNameWithoutExtension(source.Name) + extension;
        string text = pattern is null
            ? Path.Combine(Path.GetDirectoryName(source.Path)!, name)
            : DestinationPattern.Parse(pattern).Expand(known);
        MediaLocation destination = MediaLocation.Parse(IsFolder(text) ? Path.Combine(text, name) : text);
        return destination.IsLocal ? destination : throw new ConversionException(
            ErrorId.StorageNotAvailable,
            FailureKind.Input,
            $"'{destination}' cannot be written: this version writes local files only.",
            "Choose a local destination and copy the result to the store.");
    }

    private static bool IsFolder(string? text) =>
        text is { Length: > 0 } && (Path.EndsInDirectorySeparator(text) || Directory.Exists(text));
}

using AnimatedImage.Failures;
using AnimatedImage.Planning;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>Where each output goes: beside the source, into a folder, or where a pattern with variables says.</summary>
internal static class DestinationResolver
{
    // Where only folders are wanted: a size rarely stands in one.
    private const int AnySize = 1;

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
    public static IReadOnlyList<MediaLocation> Resolve(ConversionRequest request, ConversionPlan plan, DestinationVariables variables) => Resolve(
        request.Destination,
        plan.Source.Input.Location,
        [.. plan.Outputs.Select(output => variables with { Format = output.Format, Width = output.Settings.Width, Height = output.Settings.Height })]);

    /// <summary>True when nothing but the plan tells the names, because the outputs' size is part of them.</summary>
    public static bool NeedsPlan(ConversionRequest request) => request.Destination is { } pattern && DestinationPattern.Parse(pattern).NeedsSize;

    /// <summary>One destination per format of a request that is not planned yet; where it <see cref="NeedsPlan"/>, only their folders are right.</summary>
    /// <param name="request">A sound request with a source.</param>
    /// <param name="variables">What the caller knows.</param>
    /// <exception cref="ConversionException">As after the plan, or <see cref="ErrorId.UnknownFormat"/>.</exception>
    public static IReadOnlyList<MediaLocation> Foresee(ConversionRequest request, DestinationVariables variables) => Resolve(
        request.Destination,
        request.Source!,
        [.. ResolveFormats(request).Select(format => variables with { Format = format, Width = AnySize, Height = AnySize })]);

    /// <summary>The destinations of a request that is not planned yet, when all are objects in stores; null when they are not, or when it <see cref="NeedsPlan"/>.</summary>
    /// <exception cref="ConversionException">As after the plan, or <see cref="ErrorId.UnknownFormat"/>.</exception>
    public static IReadOnlyList<MediaLocation>? ForeseeObjects(ConversionRequest request, DestinationVariables variables) =>
        !NeedsPlan(request) && Foresee(request, variables) is { } places && places.All(place => place.IsObject) ? places : null;

    private static List<MediaLocation> Resolve(string? pattern, MediaLocation source, IReadOnlyList<DestinationVariables> outputs)
    {
        List<MediaLocation> destinations = [];
        foreach (DestinationVariables output in outputs)
        {
            MediaLocation destination = ResolveOne(pattern, source, output);
            if (DestinationRegistry.Same(destination, source))
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

    private static MediaLocation ResolveOne(string? pattern, MediaLocation source, DestinationVariables output)
    {
        DestinationVariables known = output with
        {
            Name = Path.GetFileNameWithoutExtension(source.Name),
            BaseName = source.Name,
            DirectoryName = FolderOf(source),
            Bucket = source.Bucket,
            Key = source.Key,
        };
        string name = Path.GetFileNameWithoutExtension(source.Name) + OutputFormats.ExtensionOf(output.Format!.Value);
        MediaLocation destination = pattern is null ? Beside(source, name) : Locate(DestinationPattern.Parse(pattern).Expand(known), name);
        return destination.Scheme != LocationScheme.Http ? destination : throw new ConversionException(
            ErrorId.StorageNotAvailable,
            FailureKind.Input,
            $"'{destination}' cannot be written: web addresses can only be read.",
            "Choose a local destination or an object in a bucket, such as s3://bucket/folder/.");
    }

    private static MediaLocation Beside(MediaLocation source, string name) =>
        source.IsLocal ? MediaLocation.FromPath(Path.Combine(Path.GetDirectoryName(source.Path)!, name))
        : source.IsObject ? MediaLocation.FromObject(source.Scheme, source.Bucket!, source.Key![..(source.Key!.LastIndexOf('/') + 1)] + name)
        : throw new ConversionException(
            ErrorId.StorageNotAvailable,
            FailureKind.Input,
            $"Nothing can be written beside '{source}': web addresses can only be read.",
            "Say where the output goes with -Destination.");

    private static MediaLocation Locate(string text, string name)
    {
        if (!MediaLocation.TryParseUri(text, out MediaLocation? location) || location.IsLocal)
        {
            return MediaLocation.Parse(IsFolder(text) ? Path.Combine(text, name) : text);
        }

        if (location.Bucket is "")
        {
            throw new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"The destination '{text}' names no bucket.", "Write s3://bucket/key.");
        }

        return !location.IsObject ? location
            : location.Key is "" ? MediaLocation.FromObject(location.Scheme, location.Bucket!, name)
            : MediaLocation.FromObject(location.Scheme, location.Bucket!, location.Key!.EndsWith('/') ? location.Key + name : location.Key);
    }

    // An address is a place to read from, not one of folders.
    private static string? FolderOf(MediaLocation source) => source switch
    {
        { IsLocal: true } => Path.GetDirectoryName(source.Path),
        { Key: { } key } => key[..Math.Max(0, key.LastIndexOf('/'))],
        _ => null,
    };

    // A URI of a store that ends with '/' is a folder too; a bucket alone is one without.
    private static bool IsFolder(string? text) =>
        text is { Length: > 0 }
        && (Path.EndsInDirectorySeparator(text)
            || (MediaLocation.TryParseUri(text, out MediaLocation? location) && !location.IsLocal ? text.EndsWith('/') || location.Key is "" : Directory.Exists(text)));
}

using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>The destinations of one call: two inputs on one name are an error, whichever comes second. Safe from several threads.</summary>
public sealed class DestinationRegistry
{
    private readonly Dictionary<string, MediaLocation> _sources = new(Names);
    private readonly Lock _lock = new();

    /// <summary>How this system's file names compare, as a rule.</summary>
    internal static StringComparer Names { get; } = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>True when two locations are the same place: files through links, objects by bucket and key.</summary>
    internal static bool Same(MediaLocation left, MediaLocation right) =>
        left.IsLocal == right.IsLocal && (left.IsLocal ? Names : StringComparer.Ordinal).Equals(NameOf(left), NameOf(right));

    /// <summary>Takes the destinations of a conversion, all or none.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.DestinationConflict"/> when another input took one of them.</exception>
    public void Claim(PreparedConversion conversion)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        Claim(conversion.Plan.Source.Input.Location, conversion.Destinations);
    }

    /// <summary>Takes the destinations of outputs that were left as they were, all or none.</summary>
    /// <param name="skipped">The results of one input.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.DestinationConflict"/> when another input took one of them.</exception>
    public void Claim(IReadOnlyList<ConversionResult> skipped)
    {
        ArgumentNullException.ThrowIfNull(skipped);
        Claim(skipped[0].Source, [.. skipped.Select(result => result.Destination)]);
    }

    /// <summary>Takes the destinations of a source, all or none.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.DestinationConflict"/> when another input took one of them.</exception>
    internal void Claim(MediaLocation source, IReadOnlyList<MediaLocation> destinations)
    {
        lock (_lock)
        {
            foreach (MediaLocation destination in destinations)
            {
                if (_sources.TryGetValue(NameOf(destination), out MediaLocation? other))
                {
                    throw new ConversionException(
                        ErrorId.DestinationConflict,
                        FailureKind.Input,
                        $"'{source}' and '{other}' would both be written to '{destination}'.",
                        "Use a variable such as {name} or {index} in -Destination, so that every input gets a name of its own.");
                }
            }

            foreach (MediaLocation destination in destinations)
            {
                _sources.Add(NameOf(destination), source);
            }
        }
    }

    // Keys that differ in case are two objects, so where names of files do not, objects are told apart by more than that.
    private static string NameOf(MediaLocation location) => location.IsLocal
        ? RealPath.Of(location.Path)
        : Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(location.Path));
}

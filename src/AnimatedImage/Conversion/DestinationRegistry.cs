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

    /// <summary>Takes the destinations of a conversion, all or none.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.DestinationConflict"/> when another input took one of them.</exception>
    public void Claim(PreparedConversion conversion)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        MediaLocation source = conversion.Plan.Source.Input.Location;
        lock (_lock)
        {
            foreach (MediaLocation destination in conversion.Destinations)
            {
                if (_sources.TryGetValue(RealPath.Of(destination.Path), out MediaLocation? other))
                {
                    throw new ConversionException(
                        ErrorId.DestinationConflict,
                        FailureKind.Input,
                        $"'{source}' and '{other}' would both be written to '{destination}'.",
                        "Use a variable such as {name} or {index} in -Destination, so that every input gets a name of its own.");
                }
            }

            foreach (MediaLocation destination in conversion.Destinations)
            {
                _sources.Add(RealPath.Of(destination.Path), source);
            }
        }
    }
}

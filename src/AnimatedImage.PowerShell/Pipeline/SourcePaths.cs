using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>What <c>-Path</c> and <c>-LiteralPath</c> name, for every cmdlet that takes files.</summary>
/// <param name="command">Where errors and warnings are written.</param>
/// <param name="paths">Reads a path.</param>
internal sealed class SourcePaths(PSCmdlet command, PathResolver paths)
{
    /// <summary>The parameter set of <c>-Path</c>.</summary>
    public const string PathSet = "Path";

    /// <summary>The parameter set of <c>-LiteralPath</c>.</summary>
    public const string LiteralPathSet = "LiteralPath";

    /// <summary>True when the parameters can name more than one file.</summary>
    public static bool AreMany(string[] path, string[] literalPath) =>
        path.Length + literalPath.Length > 1 || path.Any(WildcardPattern.ContainsWildcardCharacters);

    /// <summary>Every file named, in order; a path that names none is an error of its own and does not keep the others.</summary>
    public IEnumerable<MediaLocation> Resolve(IEnumerable<string> names, bool isLiteral) => names.SelectMany(name => Resolve(name, isLiteral));

    private IReadOnlyList<MediaLocation> Resolve(string path, bool isLiteral)
    {
        try
        {
            IReadOnlyList<MediaLocation> found = isLiteral ? [paths.Literal(path)] : paths.Expand(path);
            if (found.Count == 0)
            {
                command.WriteWarning($"No file matches '{path}' in '{command.SessionState.Path.CurrentLocation}'.");
            }

            return found;
        }
        catch (ConversionException exception)
        {
            command.WriteError(ErrorRecords.From(exception, path));
            return [];
        }
    }
}

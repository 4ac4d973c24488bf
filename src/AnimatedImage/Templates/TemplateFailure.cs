using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Templates;

/// <summary>What can go wrong with a template and its file, in words.</summary>
internal static class TemplateFailure
{
    /// <summary>A template of that name is there.</summary>
    public static ConversionException Exists(string name) => new(
        ErrorId.TemplateExists,
        FailureKind.Input,
        $"There is a template '{name}' already.",
        "Replace it with -Force, change it with Set-AnimationTemplate, or choose another name; a file's name for it is its field 'name'.");

    /// <summary>There is none of that name.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="known">The names there are.</param>
    public static ConversionException NotFound(string name, IEnumerable<string> known)
    {
        string[] similar = [.. known.Where(each => IsSimilar(each, name)).Take(3)];
        return new ConversionException(
            ErrorId.TemplateNotFound,
            FailureKind.Input,
            $"There is no template '{(name.Length > 80 ? name[..80] + "…" : name)}'.",
            IsPath(name) ? "That looks like a file: Test-AnimationTemplate -Path checks one, Import-AnimationTemplate takes one in."
                : similar.Length > 0 ? $"Did you mean {string.Join(" or ", similar)}?" : "Get-AnimationTemplate lists those there are.");
    }

    /// <summary>Refuses to touch a preset; does nothing for any other name.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.TemplateReadOnly"/></exception>
    public static void ThrowIfPreset(string name)
    {
        if (PresetTemplates.Find(name) is { } preset)
        {
            throw new ConversionException(
                ErrorId.TemplateReadOnly,
                FailureKind.Input,
                $"'{preset.Name}' is a preset: it can be neither changed, replaced nor removed.",
                $"Copy it under a name of your own, 4 to 64 letters, digits, '-' and '_': Copy-AnimationTemplate {preset.Name} NAME.");
        }
    }

    /// <summary>What is wrong with a file that holds a template of another name.</summary>
    public static string Misnamed(string name) => $"The file holds the template '{name}' but is not called after it.";

    /// <summary>A file holds a template of another name.</summary>
    public static ConversionException Misnamed(string path, string name) => new(
        ErrorId.InvalidTemplate,
        FailureKind.Input,
        $"The template '{path}' cannot be used: {Misnamed(name)}",
        $"Rename it to {name.ToLowerInvariant()}{TemplateLibrary.Extension}, or import it with Import-AnimationTemplate.");

    /// <summary>A file was listed but cannot be found: on file systems that tell letters apart, one in capitals never is.</summary>
    public static ConversionException Unfindable(string file) => new(
        ErrorId.InvalidTemplate,
        FailureKind.Input,
        $"The template file '{file}' cannot be used: its name has capital letters, or it was removed meanwhile.",
        $"Rename it to {file.ToLowerInvariant()}.");

    /// <summary>The folder cannot be listed.</summary>
    public static ConversionException Unlistable(string folder, Exception cause) => new(
        ErrorId.AccessDenied,
        FailureKind.Input,
        $"The templates in '{folder}' cannot be listed: {cause.Message}",
        $"Change its permissions, or set {ConfigurationFolder.Variable} to another folder.",
        cause);

    private static bool IsPath(string name) =>
        name.AsSpan().ContainsAny(Path.DirectorySeparatorChar, '/') || name.EndsWith(TemplateLibrary.Extension, StringComparison.OrdinalIgnoreCase);

    private static bool IsSimilar(string known, string name) =>
        name.Length > 2 && (known.Contains(name, StringComparison.OrdinalIgnoreCase)
            || name.Contains(known, StringComparison.OrdinalIgnoreCase)
            || known.StartsWith(name[..3], StringComparison.OrdinalIgnoreCase));
}

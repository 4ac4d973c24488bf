using AnimatedImage.Configuration;
using AnimatedImage.Failures;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Templates;

/// <summary>
/// The presets and a user's own templates: one file each, called after the template, in the user's configuration folder, so that one
/// damaged file loses one template and a folder of them can be kept in version control. Safe from several threads and processes.
/// </summary>
/// <param name="folder">Where the files lie; it need not exist.</param>
/// <param name="defaultName">The template of conversions that name none; null = none.</param>
public sealed class TemplateLibrary(string folder, string? defaultName = null)
{
    internal const string Extension = ".json";

    /// <summary>Where the files lie.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    // Beside the folder, so that the folder holds templates and nothing else.
    private ConfigurationFile Gate => new(Folder);

    /// <summary>The library of this user: <c>templates</c> in the <see cref="ConfigurationFolder"/>.</summary>
    /// <exception cref="ConversionException">The configuration, which names the default template, cannot be read.</exception>
    public static TemplateLibrary OfUser() => new(Path.Combine(ConfigurationFolder.Path, "templates"), AnimationConfiguration.Read().DefaultTemplate);

    /// <summary>The file of a template of that name, whether it is there or not.</summary>
    public string FileOf(string name) => Path.Combine(Folder, name.ToLowerInvariant() + Extension);

    /// <summary>Every template, by name; an own template hides a preset of its name.</summary>
    /// <param name="failures">What is wrong with files that hold no template that can be used.</param>
    public IReadOnlyList<AnimationTemplate> List(out IReadOnlyList<ConversionException> failures)
    {
        List<ConversionException> wrong = [];
        Dictionary<string, AnimationTemplate> found = PresetTemplates.All.ToDictionary(preset => preset.Name, StringComparer.OrdinalIgnoreCase);
        foreach (string name in OwnNames())
        {
            try
            {
                AnimationTemplate template = ReadOwn(name) ?? throw TemplateFailure.Unfindable(name + Extension);
                found[template.Name] = template;
            }
            catch (ConversionException exception)
            {
                wrong.Add(exception);
            }
        }

        failures = wrong;
        return [.. found.Values.Select(Marked).OrderBy(template => template.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The template of that name.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.TemplateNotFound"/>, or <see cref="ErrorId.InvalidTemplate"/> for a damaged file.</exception>
    public AnimationTemplate Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        AnimationTemplate? found = (TemplateRules.IsName(name) ? ReadOwn(name) : null) ?? PresetTemplates.Find(name);
        return found is null ? throw NotFound(name) : Marked(found);
    }

    /// <summary>The template that a call names.</summary>
    /// <exception cref="ConversionException">As <see cref="Find(string)"/>.</exception>
    public AnimationTemplate Find(TemplateReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Template ?? Find(reference.Name);
    }

    /// <summary>Checks whether a template could be added, without adding it.</summary>
    /// <exception cref="ConversionException">As <see cref="Add"/>.</exception>
    public void Check(AnimationTemplate template, bool replace)
    {
        ArgumentNullException.ThrowIfNull(template);
        TemplateRules.ThrowIfUnsound(template);
        if (!File.Exists(FileOf(template.Name)))
        {
            TemplateFailure.ThrowIfPreset(template.Name);
        }
        else if (!replace)
        {
            throw TemplateFailure.Exists(template.Name);
        }
    }

    /// <summary>Saves a template; the times it has stay, those it has not are now.</summary>
    /// <param name="template">The template.</param>
    /// <param name="replace">True replaces one of the same name, false makes that an error.</param>
    /// <returns>What was saved.</returns>
    /// <exception cref="ConversionException">
    /// <see cref="ErrorId.TemplateExists"/>, <see cref="ErrorId.TemplateReadOnly"/> for the name of a preset, and every broken rule.
    /// </exception>
    public AnimationTemplate Add(AnimationTemplate template, bool replace)
    {
        Check(template, replace);
        using (Gate.Hold())
        {
            Check(template, replace);
            return Save(template with { Created = template.Created ?? Now(), Modified = template.Modified ?? Now() });
        }
    }

    /// <summary>Changes a template while no other process can.</summary>
    /// <param name="name">The template.</param>
    /// <param name="change">From the template as it is to what it shall be, of the same name.</param>
    /// <returns>What was saved; the template as it was when nothing changed.</returns>
    /// <exception cref="ConversionException">It does not exist, is a preset, or would break a rule.</exception>
    public AnimationTemplate Change(string name, Func<AnimationTemplate, AnimationTemplate> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using (Gate.Hold())
        {
            AnimationTemplate before = FindOwn(name);
            AnimationTemplate after = change(before);
            if (after == before)
            {
                return before;
            }

            TemplateRules.ThrowIfUnsound(after);
            return Save(after with { Modified = Now() });
        }
    }

    /// <summary>Checks whether a template could be removed, without removing it.</summary>
    /// <exception cref="ConversionException">As <see cref="Remove"/>.</exception>
    public void CheckRemovable(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!TemplateRules.IsName(name) || !File.Exists(FileOf(name)))
        {
            TemplateFailure.ThrowIfPreset(name);
            throw NotFound(name);
        }
    }

    /// <summary>Removes a template, even one whose file is damaged.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.TemplateNotFound"/> or <see cref="ErrorId.TemplateReadOnly"/>.</exception>
    public void Remove(string name)
    {
        CheckRemovable(name);
        using (Gate.Hold())
        {
            CheckRemovable(name);
            new ConfigurationFile(FileOf(name)).Remove();
        }
    }

    /// <summary>The user's own template of that name.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.TemplateNotFound"/>, <see cref="ErrorId.TemplateReadOnly"/> or <see cref="ErrorId.InvalidTemplate"/>.</exception>
    public AnimationTemplate FindOwn(string name)
    {
        AnimationTemplate found = Find(name);
        if (found.IsReadOnly)
        {
            TemplateFailure.ThrowIfPreset(name);
        }

        return found;
    }

    /// <summary>Checks a template by its name and tells every problem of its file.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.TemplateNotFound"/></exception>
    public TemplateReport Test(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (TemplateRules.IsName(name) && new ConfigurationFile(FileOf(name)) is var file && file.Read() is { } text)
        {
            IReadOnlyList<RequestProblem> problems = TemplateJson.Inspect(text, out AnimationTemplate? template);
            RequestProblem[] misnamed = template is null || IsSame(template.Name, name) ? [] : [new(ErrorId.InvalidTemplate, "name", TemplateFailure.Misnamed(template.Name))];
            return new TemplateReport { Name = name, Path = file.Path, Problems = [.. problems, .. misnamed] };
        }

        AnimationTemplate preset = PresetTemplates.Find(name) ?? throw NotFound(name);
        return new TemplateReport { Name = preset.Name, Problems = TemplateRules.Check(preset) };
    }

    private static bool IsSame(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private AnimationTemplate Marked(AnimationTemplate template) =>
        template with { IsDefault = defaultName is not null && IsSame(template.Name, defaultName) };

    private IEnumerable<string> OwnNames()
    {
        try
        {
            return [.. Directory.EnumerateFiles(Folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TemplateFailure.Unlistable(Folder, exception);
        }
    }

    private AnimationTemplate? ReadOwn(string name)
    {
        ConfigurationFile file = new(Path.Combine(Folder, name.ToLowerInvariant() + Extension));
        if (file.Read() is not { } text)
        {
            return null;
        }

        AnimationTemplate template = TemplateJson.Read(text, file.Path);
        return IsSame(template.Name, name) ? template : throw TemplateFailure.Misnamed(file.Path, template.Name);
    }

    private AnimationTemplate Save(AnimationTemplate template)
    {
        AnimationTemplate saved = template with { IsReadOnly = false };
        new ConfigurationFile(FileOf(saved.Name)).Replace(TemplateJson.Write(saved));
        return Marked(saved);
    }

    private ConversionException NotFound(string name) => TemplateFailure.NotFound(name, List(out _).Select(template => template.Name));
}

using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Completion;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Requests;
using AnimatedImage.Templates;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Changes templates: what was typed, and nothing else.</summary>
[Cmdlet(VerbsCommon.Set, "AnimationTemplate", SupportsShouldProcess = true)]
[OutputType(typeof(AnimationTemplate))]
public sealed class SetAnimationTemplateCommand : TemplateRequestCommand
{
    private ConversionRequest _typed = new();

    /// <summary>The templates' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Parameters to unset again, by their names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ClearCompleter))]
    public string[] Clear { get; set; } = [];

    /// <summary>Return the changed template.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What can be unset.</summary>
    internal static IReadOnlyList<string> Clearable { get; } =
    [
        nameof(Description), nameof(Tag),
        .. RequestJson.MemberNames.Except(["source", "force"]).Select(member => char.ToUpperInvariant(member[0]) + member[1..]),
    ];

    /// <summary>Checks what is to be unset: a wrong name is wrong for every template.</summary>
    protected override void BeginProcessing()
    {
        _typed = ReadRequest();
        if (Clear.FirstOrDefault(name => !Clearable.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            ThrowTerminatingError(ErrorRecords.From(
                new ConversionException(ErrorId.InvalidParameter, FailureKind.Input, $"'{unknown}' is nothing that a template holds.", $"Give some of {string.Join(", ", Clearable)}."),
                unknown));
        }

        if (Clear.FirstOrDefault(IsBound) is { } both)
        {
            ThrowTerminatingError(ErrorRecords.From(
                new ConversionException(ErrorId.ContradictoryParameters, FailureKind.Input, $"{both} cannot be set and cleared at once.", $"Leave out -{both}, or take it out of -Clear."),
                both));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            try
            {
                Set(name);
            }
            catch (ConversionException exception)
            {
                WriteError(ErrorRecords.From(exception, name));
            }
        }
    }

    private void Set(string name)
    {
        TemplateLibrary library = TemplateLibrary.OfUser();
        bool changes = IsBound(nameof(Description)) || IsBound(nameof(Tag)) || IsBound(nameof(SkipExisting)) || Clear.Length > 0 || _typed.SetParameters().Count > 0;
        AnimationTemplate before = changes ? library.FindOwn(name) : library.Find(name);
        AnimationTemplate after = Changed(before);
        TemplateRules.ThrowIfUnsound(after);
        WarnOfDisplaced(before, after);
        if (!ShouldProcess(before.Name, "Change the template"))
        {
            return;
        }

        if (changes)
        {
            library.Change(name, Changed);
        }

        if (IsBound(nameof(Default)))
        {
            DefaultTemplate.Mark(this, before.Name, Default);
        }

        if (PassThru)
        {
            WriteObject(TemplateLibrary.OfUser().Find(name));
        }
    }

    private AnimationTemplate Changed(AnimationTemplate before)
    {
        ConversionRequest kept = before.Request.Without(Clear);
        ConversionRequest merged = _typed.Over(kept);
        return before with
        {
            Description = Description ?? (IsCleared(nameof(Description)) ? "" : before.Description),
            Tags = Tag ?? (IsCleared(nameof(Tag)) ? [] : before.Tags),
            Request = IsBound(nameof(SkipExisting)) ? merged with { SkipExisting = SkipExisting } : merged,
        };
    }

    private bool IsCleared(string name) => Clear.Contains(name, StringComparer.OrdinalIgnoreCase);

    // What is set now displaces what contradicts it, as a call's parameters do; here it is gone for good.
    private void WarnOfDisplaced(AnimationTemplate before, AnimationTemplate after)
    {
        string[] displaced = [.. before.Request.SetParameters().Except(after.Request.SetParameters()).Where(name => !IsCleared(name) && !IsBound(name))];
        if (displaced.Length > 0)
        {
            WriteWarning($"{before.Name}: {string.Join(", ", displaced)} contradicts what is set now and is unset.");
        }
    }
}
